import ArgumentParser
import EncryptionConfig
import Providers

/// Who gives the data keys of a configuration's plugins: the plugins themselves, or an escrow.
struct PluginOptions: ParsableArguments {
    @OptionGroup var sockets: SocketOptions

    @Option(
        name: .customLong("kms-escrow"),
        help: ArgumentHelp(
            "In place of the plugins: the file that 'kenc kms unwrap' made.",
            valueName: "file"
        ),
        completion: .file()
    )
    var escrow: String?

    @Option(file: "The passphrase that opens --kms-escrow.")
    var escrowPassphraseFile: String?

    @Option(file: "The secret key that opens --kms-escrow, as 'kenc kms keypair' wrote it.")
    var escrowKeyFile: String?

    func validate() throws {
        let openers = [
            ("--escrow-passphrase-file", escrowPassphraseFile),
            ("--escrow-key-file", escrowKeyFile),
        ].filter { $0.1 != nil }
        if let opener = openers.first, escrow == nil {
            throw ValidationError("\(opener.0) opens an escrow: name it with --kms-escrow FILE")
        }
        if escrow != nil, openers.count != 1 {
            throw ValidationError(
                "--kms-escrow needs one of --escrow-passphrase-file and --escrow-key-file"
            )
        }
    }

    /// Whether anything is said of plugins.
    var isGiven: Bool { !sockets.isEmpty || escrow != nil }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        [
            ("--kms-escrow", escrow), ("--escrow-passphrase-file", escrowPassphraseFile),
            ("--escrow-key-file", escrowKeyFile),
        ]
    }

    /// Lets the configurations' plugins be asked, and says which of them do not answer: what only they
    /// could open stays closed, and all else works.
    func connect(_ configurations: [LoadedConfiguration]) async throws -> [LoadedConfiguration] {
        let plugins = Set(configurations.flatMap(\.configuration.plugins))
        let places = try sockets.resolved(Array(plugins))
        let escrow = try openEscrow()
        guard !plugins.isEmpty,
            escrow != nil || !places.isEmpty || PluginConnection.isBuiltIn
        else { return configurations }
        var clients: [KMSDefinition: any KeyUnwrapping] = [:]
        for plugin in plugins {
            guard let escrow else {
                clients[plugin] = try PluginConnection.connect(plugin, places)
                continue
            }
            // With an escrow only those are asked that are named: their machine may be gone.
            let isNamed = places[plugin.name] != nil
            let client = isNamed ? try PluginConnection.connect(plugin, places) : nil
            clients[plugin] = EscrowedPlugin(escrow, before: client)
        }
        let keyring = PluginKeyring(clients)
        let troubles = await keyring.askStatus().sorted { $0.plugin.name < $1.plugin.name }
        for (plugin, trouble) in troubles where trouble.code != .noPlugin {
            StandardError.warning(
                "plugin \(ShownText.name(plugin.name.text)): \(trouble)",
                hint: PluginWords.hint(trouble.code, plugin)
            )
        }
        if troubles.contains(where: { $0.trouble.code == .noPlugin }) {
            StandardError.note(
                "values of plugins are opened from the escrow: which KEK a plugin writes with now it "
                    + "does not say, so they count as stale"
            )
        }
        return configurations.map { $0.reading(with: keyring) }
    }

    /// The same for one.
    func connect(_ configuration: LoadedConfiguration) async throws -> LoadedConfiguration {
        try await connect([configuration])[0]
    }

    private func openEscrow() throws -> KeyEscrow? {
        guard let escrow else { return nil }
        let opener: KeyEscrow.Opener
        if let escrowPassphraseFile {
            opener = .passphrase(try EscrowFiles.passphrase(escrowPassphraseFile))
        } else if let escrowKeyFile {
            opener = .secretKey(try EscrowFiles.secretKey(escrowKeyFile))
        } else {
            return nil
        }
        return try EscrowFiles.open(escrow, with: opener)
    }
}
