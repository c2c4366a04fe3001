import ArgumentParser
import DurableFiles

/// Where the data goes.
struct DestinationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write to a file, which appears whole or not at all, readable by its owner only.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    /// Writes all that `body` gives; a file is put in its place only when `body` succeeds.
    func write(_ body: (Destination) throws -> Void) throws {
        let destination = try open()
        try body(destination)
        try destination.finish()
    }

    func open() throws -> Destination {
        Destination(file: try output.map { try WholeFile(path: $0) })
    }
}

/// Standard output, or a file that is not in its place yet.
struct Destination {
    fileprivate let file: WholeFile?

    var isTerminal: Bool { file == nil && StandardOutput.isTerminal }

    func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) throws {
        if let file {
            try file.write(bytes)
        } else {
            try StandardOutput.write(bytes: bytes)
        }
    }

    func finish() throws {
        try file?.finish()
    }
}
