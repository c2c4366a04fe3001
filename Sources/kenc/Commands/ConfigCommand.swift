import ArgumentParser
import EncryptionConfig
import KubernetesModel

/// Single edits of a configuration file.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Edit a configuration file, and leave everything else in it as it is",
        discussion: """
            Each edit changes only the lines it is about: comments, order, quotes, indentation, line \
            ends and anchors stay as they are. The result is read again before it is written, and is \
            what was meant, or nothing is written. An edit that would change what another entry \
            shares through an anchor is refused.

            The result goes to standard output, to --output FILE, or with --in-place into the file's \
            place. Every API server of a cluster needs the file before the next edit: see \
            'kenc validate --previous'.

            EXAMPLES
              kenc config new --output encryption.yaml
              kenc config add-key --resource secrets --in-place encryption.yaml
              kenc config promote --resource secrets --key-name key-2026-11 old.yaml > new.yaml
            """,
        subcommands: [
            New.self, AddKey.self, Promote.self, RemoveKey.self, AddResource.self,
            RemoveResource.self,
        ],
    )
}

extension ConfigCommand {
    struct AddKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-key",
            abstract: "Add a key that reads, behind those that are there",
            usage: "kenc config add-key [--resource <resource>] [<options>] <file>",
            discussion: """
                The key goes behind the last key of the first provider with keys of the entry, or of \
                the first of kind --provider, which is made behind the others if it is missing. An \
                entry of identity only gets secretbox. Without --secret-file the key is 32 bytes of \
                the operating system's generator; it is shown in the file only. Its name is \
                key-YEAR-MONTH unless --key-name says otherwise, with -2, -3, … if that is taken.

                EXAMPLES
                  kenc config add-key --resource secrets encryption.yaml > next.yaml
                  kenc config add-key --provider secretbox --key-name key7 --in-place encryption.yaml
                """,
        )

        @OptionGroup var key: KeyOptions
        @OptionGroup var new: NewKeyOptions
        @OptionGroup var options: EditOptions

        func run() async throws {
            var file = try EditedFile(options)
            let kind = try ProviderArgument.kind(key.provider)
            let resource = try file.resource(key.resource)
            let new = try new.key(for: file.contents, file: file.name)
            let chosen = try file.edit { try $0.addKey(new, for: resource, kind: kind) }
            StandardError.note(
                "added \(chosen) key '\(ShownText.name(new.name.text))'; every API server has to "
                    + "read it before it is promoted"
            )
        }
    }

    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "promote",
            abstract: "Make a key what its entry writes with",
            usage:
                "kenc config promote --key-name <name> [--resource <resource>] [<options>] <file>",
            discussion: """
                The key becomes the first of its provider, and the provider the first of its entry. A \
                kms plugin is promoted by its name. If keys of several providers have the name, the \
                first is taken unless --provider says which.

                EXAMPLES
                  kenc config promote --resource secrets --key-name key2 --in-place encryption.yaml
                """,
        )

        @OptionGroup var key: KeyOptions
        @Option(help: ArgumentHelp("The key, or the kms plugin.", valueName: "name"))
        var keyName: String
        @OptionGroup var options: EditOptions

        func run() async throws {
            var file = try EditedFile(options)
            let kind = try ProviderArgument.kind(key.provider)
            let resource = try file.resource(key.resource)
            let promoted = try file.edit {
                try $0.promote(KeyName(keyName), for: resource, kind: kind)
            }
            guard !promoted.others.isEmpty else { return }
            let others = promoted.others.map(\.rawValue).joined(separator: ", ")
            StandardError.note(
                "took the \(promoted.kind) key '\(ShownText.name(keyName))'; there is one in \(others) "
                    + "too: --provider chooses"
            )
        }
    }

    struct RemoveKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-key",
            abstract: "Take a key out",
            usage:
                "kenc config remove-key --key-name <name> [--resource <resource>] [<options>] <file>",
            discussion: """
                A provider goes with its last key, and the last provider of an entry stays. Values \
                on the key cannot be read without it, old backups too: see \
                'kenc rotate --dry-run' for whether any are left.

                EXAMPLES
                  kenc config remove-key --resource secrets --key-name key1 --in-place encryption.yaml
                """,
        )

        @OptionGroup var key: KeyOptions
        @Option(help: ArgumentHelp("The key, or the kms plugin.", valueName: "name"))
        var keyName: String
        @OptionGroup var options: EditOptions

        func run() async throws {
            var file = try EditedFile(options)
            let kind = try ProviderArgument.kind(key.provider)
            let resource = try file.resource(key.resource)
            let wasWriter = try file.edit {
                try $0.removeKey(KeyName(keyName), for: resource, kind: kind)
            }
            if wasWriter {
                StandardError.warning(
                    "'\(ShownText.name(keyName))' was what the entry wrote with",
                    hint: "promote another key and rewrite the values first, then remove this one"
                )
            }
        }
    }

    struct AddResource: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-resource",
            abstract: "Give a resource an entry",
            usage: "kenc config add-resource --resource <resource> [<options>] <file>",
            discussion: """
                A resource that a wildcard covers gets a copy of the wildcard's providers in front of \
                it, so that nothing changes for it yet. Any other resource joins the first entry, or \
                with --like the entry of that resource.

                EXAMPLES
                  kenc config add-resource --resource configmaps --in-place encryption.yaml
                  kenc config add-resource --resource widgets.example.com --like secrets old.yaml
                """,
        )

        @Option(help: "The resource to add.")
        var resource: String
        @Option(help: ArgumentHelp("Share the entry of this resource.", valueName: "resource"))
        var like: String?
        @OptionGroup var options: EditOptions

        func run() async throws {
            var file = try EditedFile(options)
            let selector = try ResourceArgument.selector(resource, known: file.contents)
            let like = try like.map { try ResourceArgument.selector($0, known: file.contents) }
            let before = file.contents.entry(for: selector)
            let entry = try file.edit { try $0.addResource(selector.name, like: like) }
            let readsPlaintext = file.contents.entries[entry].providers.contains {
                $0.kind == .identity
            }
            if before == nil, !readsPlaintext {
                StandardError.warning(
                    "objects of \(ShownText.line(resource)) are stored as plaintext so far, and its "
                        + "entry has no identity to read them",
                    hint: "add '- identity: {}' behind the other providers first"
                )
            }
        }
    }

    struct RemoveResource: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-resource",
            abstract: "Take a resource out of the entries that name it",
            usage: "kenc config remove-resource --resource <resource> [<options>] <file>",
            discussion: """
                An entry goes with its last name. What is stored then belongs to a wildcard's entry, \
                or to none: see 'kenc validate --previous'.

                EXAMPLES
                  kenc config remove-resource --resource configmaps --in-place encryption.yaml
                """,
        )

        @Option(help: "The resource to remove.")
        var resource: String
        @OptionGroup var options: EditOptions

        func run() async throws {
            var file = try EditedFile(options)
            let selector = try ResourceArgument.selector(resource, known: file.contents)
            try file.edit { try $0.removeResource(selector) }
        }
    }
}
