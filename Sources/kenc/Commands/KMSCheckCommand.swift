import ArgumentParser
import EncryptionConfig
import KMSClient
import Providers

/// Whether the plugins of a configuration do what an API server wants of them.
struct KMSCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Whether the plugins of a configuration do what an API server wants",
        usage: "kenc kms check --config <file> [<store>] [<options>]",
        discussion: """
            Asks each plugin for its status, has it encrypt 32 random bytes twice and decrypt what \
            came back, within the configuration's timeout, and judges the answers as kube-apiserver \
            does. Of each problem it says what it stops: a server that starts, one that reloads the \
            file, reads or writes. Nothing is stored anywhere.

            With a store, each of its distinct data keys is asked for once: does this plugin, with \
            the KMS behind it, still open all that is stored? No value is opened.

            A plugin listens on the API server's machine, and mostly for root only. From elsewhere, \
            bring its socket here: ssh -L ./vault.sock:/run/kms/vault.sock MASTER

            Exit status: 0 every plugin works, and opens all that it was asked for; 2 one does not.

            EXAMPLES
              kenc kms check --config encryption.yaml
              kenc kms check --config encryption.yaml --kms-socket vault=./vault.sock
              kenc kms check --config encryption.yaml --snapshot backup.db
              kenc kms check --config encryption.yaml -o json
            """,
    )

    @Option(file: "The EncryptionConfiguration.")
    var config: String

    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var socketOptions: SocketOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce([config, storeOptions.dump])
        try destination.keepApart(from: [("--config", config)] + storeOptions.inputs)
    }

    func run() async throws {
        let loaded = try LoadedConfiguration(path: config, gates: gates.parsed())
        let plugins = loaded.configuration.plugins
        let sockets = try socketOptions.resolved(plugins)
        if plugins.isEmpty {
            StandardError.note("\(ShownText.line(loaded.path)) has no kms plugin")
        }
        let clients = try plugins.map { try PluginConnection.connect($0, sockets) }
        let reports = await Self.check(plugins, clients)
        let keyring = PluginKeyring(Dictionary(zip(plugins, clients)) { first, _ in first })
        let hasStore = storeOptions.isGiven || storeOptions.isLive
        var isMet = true
        if hasStore {
            let chains = loaded.reading(with: keyring).chains
            isMet = try await SourceWalk(chains: chains, storeOptions, display).run()
        }
        let results = zip(plugins, reports).map { plugin, report in
            PluginResult(
                plugin,
                socket: sockets[plugin.name],
                report,
                hasStore ? keyring.tally(of: plugin) : nil
            )
        }
        try destination.write(results) { results.map(\.text).joined(separator: "\n") }
        if !isMet || results.contains(where: { !$0.healthy }) { throw FoundSomething() }
    }

    /// All at once: one that is slow holds up no other.
    private static func check(
        _ plugins: [KMSDefinition],
        _ clients: [any KeyUnwrapping],
    ) async -> [PluginReport] {
        await withTaskGroup(of: (Int, PluginReport).self) { group in
            for (index, client) in clients.enumerated() {
                let version = plugins[index].version
                group.addTask { (index, await PluginCheck.run(client, version: version)) }
            }
            var reports: [Int: PluginReport] = [:]
            for await (index, report) in group { reports[index] = report }
            return plugins.indices.compactMap { reports[$0] }
        }
    }
}
