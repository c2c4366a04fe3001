import ArgumentParser
import EncryptionConfig
import KeyMaterial
import KubernetesModel

extension ConfigCommand {
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "A good first file, with a fresh key",
            usage: "kenc config new [<options>]",
            discussion: """
                One entry for secrets, or for each --resource given: new values are encrypted, old \
                plaintext can still be read. On a cluster with several API servers that run already, \
                put identity first until every server has the file, then promote the key.

                EXAMPLES
                  kenc config new --output encryption.yaml
                  kenc config new --resource secrets --resource configmaps --provider aesgcm
                """,
        )

        @Option(help: "What to encrypt.")
        var resource: [String] = ["secrets"]
        @Option(help: ArgumentHelp("aescbc, aesgcm or secretbox.", valueName: "kind"))
        var provider: String = "secretbox"
        @OptionGroup var new: NewKeyOptions
        @OptionGroup var destination: OutputOptions<Formats.File>

        func run() async throws {
            let empty = EditableConfiguration(entries: [])
            let kind = try ProviderArgument.kind(provider) ?? .secretbox
            let names = try StoreOptions.words(resource)
                .map { try ResourceArgument.selector($0, known: empty).name }
            let name = "the new file"
            let key = try new.key(for: empty, file: name)
            let bytes = try Failure.wordingRefusal(in: name) {
                try NewConfiguration.bytes(for: names, kind, key)
            }
            try destination.write { try $0.write(bytes) }
        }
    }
}

/// A key that an edit brings.
struct NewKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The name of the new key.", valueName: "name"))
    var keyName: String?

    @Option(file: "Take the secret from a file, in base64 as the configuration will hold it.")
    var secretFile: String?

    func validate() throws {
        if keyName?.isEmpty ?? false { throw ValidationError("a key's name cannot be empty") }
    }

    func key(
        for contents: EditableConfiguration,
        file: String,
    ) throws -> EditableConfiguration.Key {
        let (year, month) = Clock.month(Clock.now)
        let name = keyName.map { KeyName($0) } ?? contents.freshKeyName(year: year, month: month)
        guard let secretFile else { return .fresh(named: name) }
        var text = try FileBytes.read(secretFile, limit: 1 << 16)
        defer { wipe(&text) }
        return try Failure.wordingRefusal(in: ShownText.line(secretFile)) {
            try EditableConfiguration.Key(named: name, secretText: text.span)
        }
    }
}

/// The kind of a provider that a person names.
enum ProviderArgument {
    static func kind(_ text: String?) throws -> ProviderKind? {
        guard let text else { return nil }
        guard let kind = ProviderKind(rawValue: text) else {
            throw Failure.usage(
                "there is no provider '\(ShownText.line(text))'",
                hint: "the kinds are aescbc, aesgcm, secretbox, kms and identity"
            )
        }
        return kind
    }
}
