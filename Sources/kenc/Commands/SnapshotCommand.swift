import ArgumentParser
import EtcdModel

/// Backups: taken from a live etcd, looked into, and made to open with other keys.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Backups: take one, look into it, make one that opens with other keys",
        subcommands: [Save.self, Status.self, Compact.self, Rekey.self],
    )

    struct Save: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "save",
            abstract: "Save one member's database to a file, its hash compared",
            usage: "kenc snapshot save <file> [<options>]",
            discussion: """
                The file is what 'etcdctl snapshot save' writes. It appears whole or not at all, \
                readable by its owner only; one that is there already is kept, unless --force is \
                given. - is standard output. It needs the keys of the time for as long as it is \
                kept: see 'kenc scan --snapshot FILE --config FILE --write-manifest FILE'.

                EXAMPLES
                  kenc snapshot save before-rotation.db --endpoints https://127.0.0.1:2379 \\
                    --cacert ca.crt --cert client.crt --key client.key
                """,
        )

        @Argument(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
        var file: String

        @OptionGroup(title: "Live etcd") var live: EndpointOptions

        @Flag(help: "Replace the file if there is one.")
        var force = false

        @OptionGroup var destination: OutputOptions<Formats.Report>
        @OptionGroup var display: DisplayOptions

        func run() async throws {
            guard live.endpoints != nil || LiveConnection.isInEnvironment else {
                throw Failure.usage(
                    "no etcd is named",
                    hint: "name one with --endpoints URL or ETCDCTL_ENDPOINTS"
                )
            }
            let target = try target()
            let cluster = try await LiveConnection.connect(live, wanted: WantedKeys(below: []))
            let progress = ByteProgress(wish: display.progress)
            let saved = try await cluster.saveSnapshot(to: target) { written, expected in
                progress.show(written, of: expected)
            }
            progress.finish()
            let text = try (destination.format ?? .table).render(saved) {
                """
                saved \(ShownText.line(saved.file)): \(Numbers.bytes(Int(saved.bytes))) from \
                \(saved.endpoint), hash verified
                sha256 \(saved.sha256) of the database, as the file's last 32 bytes hold it
                sha256 \(saved.fileSHA256) of the file, as sha256sum prints it

                """
            }
            switch target {
            case .file: try destination.write { try $0.write(text) }
            case .standardOutput: StandardError.write(text)
            }
        }

        func validate() throws {
            try FileClash.check(("the snapshot", file), live.inputs)
            try destination.keepApart(from: live.inputs)
        }

        private func target() throws -> SnapshotTarget {
            guard file == "-" else {
                // Told before a database has come over the network, and again when it is in place.
                if !force, FileMode(path: file)?.isRegular == true {
                    throw Failure(
                        "\(ShownText.line(file)) exists already",
                        hint: "name another file, or replace it with --force"
                    )
                }
                return .file(file, replaces: force)
            }
            if StandardOutput.isTerminal {
                throw Failure.usage(
                    "a snapshot is not written to a terminal",
                    hint: "name a file, or send standard output to a program"
                )
            }
            return .standardOutput
        }
    }
}
