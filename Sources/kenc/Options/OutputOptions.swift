import ArgumentParser
import DurableFiles

/// A format that a command has, as -o takes it.
struct ChosenFormat<Choice: FormatChoice>: ExpressibleByArgument {
    let format: OutputFormat
    /// What stands behind `jsonpath=`.
    let template: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = OutputFormat(rawValue: String(parts[0])),
            Choice.formats.contains(format), (format == .jsonpath) == (parts.count > 1),
            parts.last?.isEmpty == false
        else { return nil }
        self.format = format
        template = parts.count > 1 ? String(parts[1]) : nil
    }

    static var allValueStrings: [String] {
        Choice.formats.map { $0 == .jsonpath ? "jsonpath=TEMPLATE" : $0.rawValue }
    }
}

/// In which form the data goes, and where.
struct OutputOptions<Choice: FormatChoice>: ParsableArguments {
    @Option(
        name: .customShort("o", allowingJoined: true),
        help: ArgumentHelp("Output: \(Choice.help).", valueName: "format")
    )
    var chosen: ChosenFormat<Choice>?

    @Option(file: "Write to a file, which appears whole or not at all, readable by its owner only.")
    var output: String?

    /// Reads `--output json` as kubectl reads it.
    func validate() throws {
        defer { Screen.set(isWide: named?.format == .wide, isFile: path != nil) }
        guard let output, isFormatWord else { return }
        let way = "a file of that name is --output ./\(output)"
        guard let word = ChosenFormat<Choice>(argument: output) else {
            throw ValidationError(
                "--output \(output) names a format, and this command has "
                    + "\(ChosenFormat<Choice>.allValueStrings.joined(separator: ", ")); \(way)"
            )
        }
        if let chosen, chosen.format != word.format {
            throw ValidationError(
                "-o \(chosen.format.rawValue) and --output \(output) exclude each other: both name "
                    + "a format; \(way)"
            )
        }
        if word.template != nil { return }
        StandardError.note("--output \(output) is taken as -o \(output); \(way)")
    }

    /// The format, nil where none is chosen.
    var format: OutputFormat? { named.map { $0.format == .wide ? .table : $0.format } }

    /// What objects are to be put through with `jsonpath=…`.
    var template: String? { named?.template }

    private var named: ChosenFormat<Choice>? {
        chosen ?? (isFormatWord ? output.flatMap(ChosenFormat.init(argument:)) : nil)
    }

    /// The file, nil for standard output.
    var path: String? { isFormatWord || output == "-" ? nil : output }

    /// Whether --output names a format, of this command or of another tool.
    private var isFormatWord: Bool {
        guard let output else { return false }
        let others: Set = ["go-template", "custom-columns"]
        return OutputFormat(rawValue: output) != nil || others.contains(output)
            || output.hasPrefix("jsonpath=")
    }

    /// Refuses to write over what the command reads, whatever the names.
    ///
    /// - Parameter inputs: options or arguments with the file that each names.
    /// - Throws: `ValidationError` where one of them is the file to write.
    func keepApart(from inputs: [(name: String, path: String?)]) throws {
        guard let path else { return }
        try FileClash.check(("--output", path), inputs)
    }

    /// Writes all that `body` gives; a file is put in its place only when `body` succeeds.
    func write(_ body: (Destination) throws -> Void) throws {
        let isNew = path.map { FileMode(path: $0) == nil } ?? false
        let destination = try open()
        try body(destination)
        try destination.finish()
        if isNew, format == .prometheus, let path {
            StandardError.note(
                "\(ShownText.line(path)) is readable by its owner only; where the collector is another "
                    + "user, make it readable once (chmod 644): later runs keep its mode"
            )
        }
    }

    func open() throws -> Destination {
        guard let path else { return Destination(file: nil) }
        // Metrics hold nothing that is secret, and somebody else has to read them.
        let keepsMode = format == .prometheus && FileIdentity(path: path) != nil
        return Destination(
            file: try keepsMode ? WholeFile(replacing: path) : WholeFile(path: path)
        )
    }
}

/// One file that a command would both read and write over.
enum FileClash {
    /// Compares files, not names: links and other paths lead to one file as well.
    static func check(
        _ output: (name: String, path: String),
        _ inputs: [(name: String, path: String?)],
    ) throws {
        guard let written = FileIdentity(path: output.path) else { return }
        for (name, path) in inputs {
            guard let path,
                FileIdentity(path: path == "-" ? "/dev/stdin" : path) == written
            else { continue }
            throw ValidationError(
                "\(output.name) \(ShownText.line(output.path)) and \(name) are one file, which would "
                    + "be written over: name another"
            )
        }
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
