import ArgumentParser
import DurableFiles
import EncryptionConfig
import Providers

/// A sealed copy of a store's data keys, for when its KMS is gone.
struct KMSUnwrapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unwrap",
        abstract: "A sealed copy of a store's data keys, for when its KMS is gone",
        usage: """
            kenc kms unwrap <store> --config <file> --passphrase-file <file> --output <file>
            kenc kms unwrap <store> --config <file> --recipient <key> --output <file>
            """,
        discussion: """
            Has the plugins of a configuration open each distinct data key of a store, once, and \
            seals what they give back into one file: to whoever knows a passphrase (scrypt), or to \
            the holder of a secret key (X25519). With --kms-escrow FILE every command reads the \
            store's kms values from it, without plugin and KMS. No value is opened for it.

            Know what it is worth: who opens the file reads every value of the store that its keys \
            are of, in this backup and in every other that holds values of the same keys, and no KMS \
            logs it or can forbid it. Keep it like a static key, away from the backup; best seal it \
            to a key pair whose secret half lies in a safe. Written since with a key of its own, a \
            value is not in it: make one for each backup.

            Exit status: 0 every data key is in the file; 1 the store could not be read, or no key; 2 \
            some are not in it, and they are named.

            EXAMPLES
              kenc kms unwrap --snapshot backup.db --config encryption.yaml \\
                --recipient "$(cat escrow.pub)" --output backup.escrow
              kenc kms unwrap --snapshot backup.db --config encryption.yaml \\
                --passphrase-file passphrase --output backup.escrow
              kenc get secret db -n prod --snapshot backup.db --config encryption.yaml \\
                --kms-escrow backup.escrow --escrow-key-file escrow.key
            """,
    )

    @Option(file: "The EncryptionConfiguration.")
    var config: String

    @Option(file: "Seal to whoever knows this file's passphrase.")
    var passphraseFile: String?

    @Option(
        help: ArgumentHelp(
            "Seal to the holder of the secret key to this public one, in base64.",
            valueName: "key"
        )
    )
    var recipient: String?

    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var socketOptions: SocketOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var target: SnapshotOutput
    @OptionGroup var audit: AuditOptions
    @OptionGroup var display: DisplayOptions

    private var inputs: [(name: String, path: String?)] {
        [("--config", config), ("--passphrase-file", passphraseFile)] + storeOptions.inputs
    }

    func validate() throws {
        try StandardInput.checkReadOnce([config, passphraseFile, storeOptions.dump])
        guard (passphraseFile == nil) != (recipient == nil) else {
            throw ValidationError(
                "say whom to seal to: --passphrase-file FILE or --recipient KEY, one of them"
            )
        }
        if let recipient, EscrowFiles.publicKey(recipient) == nil {
            throw ValidationError(
                "--recipient takes a public key of 32 bytes in base64, as 'kenc kms keypair' prints"
            )
        }
        try FileClash.check(("--output", target.output), inputs)
        try audit.keepApart(from: inputs + [("--output", target.output)])
    }

    func run() async throws {
        try storeOptions.requireStore()
        try target.check(apartFrom: inputs)
        let loaded = try LoadedConfiguration(path: config, gates: gates.parsed())
        let plugins = loaded.configuration.plugins
        let sockets = try socketOptions.resolved(plugins)
        guard !plugins.isEmpty else {
            throw Failure("\(ShownText.line(loaded.path)) has no kms plugin")
        }
        let to: KeyEscrow.Recipient
        if let recipient, let key = EscrowFiles.publicKey(recipient) {
            to = .publicKey(key)
        } else {
            to = .passphrase(try EscrowFiles.passphrase(passphraseFile ?? "-"))
        }
        let clients = try plugins.map { ($0, try PluginConnection.connect($0, sockets)) }
        let keyring = PluginKeyring(Dictionary(clients) { first, _ in first }, keepsAll: true)
        let chains = loaded.reading(with: keyring).chains
        let walk = try audit.walk("kms unwrap", storeOptions)
        let isMet = try await SourceWalk(chains: chains, storeOptions, display)
            .run(auditedBy: walk)
        let keys = keyring.keys
        let report = EscrowReport(
            plugins.map { ($0, keyring.tally(of: $0)) },
            output: keys.isEmpty ? nil : target.output
        )
        guard !keys.isEmpty else {
            try target.report.write(report) { report.text }
            throw Failure(
                "no data key was opened, so \(ShownText.line(target.output)) was not made",
                hint: report.problems.isEmpty
                    ? "'kenc scan' tells which plugins the store's values are of"
                    : "'kenc kms check' tells what is wrong with a plugin"
            )
        }
        let file = try target.begin()
        try file.write(KeyEscrow.seal(keys, to: to))
        try file.finish()
        try target.report.write(report) { report.text }
        if !report.problems.isEmpty || !isMet { throw FoundSomething() }
    }
}
