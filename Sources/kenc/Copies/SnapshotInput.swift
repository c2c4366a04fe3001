import ArgumentParser
import DurableFiles
import EtcdSnapshot

/// The database file that a snapshot command reads.
struct SnapshotInput: ParsableArguments {
    @Argument(
        help: ArgumentHelp("An etcd snapshot, or a copied member/snap/db.", valueName: "file"),
        completion: .file()
    )
    var file: String

    @Flag(help: "Read it although its hash does not fit.")
    var skipHashCheck = false

    @Option(help: .hidden)
    var workers: Int?

    var workerCount: Int { workers ?? Processors.count }

    func validate() throws {
        if let workers, workers < 1 {
            throw ValidationError("--workers takes a number from 1")
        }
    }

    /// The keys at the newest revision; the hash is compared meanwhile.
    func open() async throws -> SnapshotContents {
        let snapshot = try SnapshotFile(path: file)
        OpenedStore.warn(of: snapshot, skipsHash: skipHashCheck)
        return try await SnapshotContents(snapshot, skipHashCheck: skipHashCheck)
    }
}

/// The database file that a snapshot command makes, and how it tells of it.
struct SnapshotOutput: ParsableArguments {
    @Option(file: "The file to make; it appears whole or not at all, readable by its owner only.")
    var output: String

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @OptionGroup var report: ReportFormat

    func validate() throws {
        if let format = OutputFormat(rawValue: output) {
            throw ValidationError(
                "--output names the file to make, and \(output) is a format: give -o \(format) too, "
                    + "or name the file ./\(output)"
            )
        }
    }

    /// Refuses what cannot be written, before anything is read.
    func check(apartFrom inputs: [(name: String, path: String?)]) throws {
        try FileClash.check(("--output", output), inputs)
        guard let mode = FileMode(path: output) else { return }
        guard mode.isRegular else {
            throw Failure.usage(
                "\(ShownText.line(output)) is no regular file, and what is made is read back before it "
                    + "counts",
                hint: "name a file"
            )
        }
        guard !force else { return }
        throw Failure(
            "\(ShownText.line(output)) exists already",
            hint: "name another file, or replace it with --force"
        )
    }

    func begin() throws -> WholeFile {
        try WholeFile(path: output, replaces: force)
    }
}
