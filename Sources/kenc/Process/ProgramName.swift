import ArgumentParser

/// What the program's commands are called in texts for people: as the program was called.
///
/// kubectl finds kenc as a plugin under the name `kubectl-kenc`, and then a person types
/// `kubectl kenc`. What is for programs, such as the commands in a plan, names kenc in any case.
enum ProgramName {
    /// Whether kubectl called.
    private static let isPlugin =
        Process.hasArguments
        && CommandLine.arguments.first?.split(separator: "/").last == "kubectl-kenc"

    /// The text with each command of kenc's as it has to be typed; already such a text, it stays.
    static func spelled(_ text: String) -> String {
        isPlugin ? withPlugin(text) : text
    }

    private static func withPlugin(_ text: String) -> String {
        var spelled = ""
        var rest = text[...]
        while let place = rest.firstRange(of: "kenc") {
            spelled += rest[..<place.lowerBound]
            if !isInWord(spelled), !spelled.hasSuffix("kubectl "),
                isCommandLine(rest[place.upperBound...])
            {
                spelled += "kubectl "
            }
            spelled += rest[place]
            rest = rest[place.upperBound...]
        }
        return spelled + rest
    }

    /// Whether what follows belongs to the word before it, such as a path or a file's name.
    private static func isInWord(_ before: String) -> Bool {
        guard let last = before.last else { return false }
        return last.isLetter || last.isNumber || "-_./".contains(last)
    }

    /// Whether the text behind `kenc` goes on as a command line: with a command, an option or a
    /// place for one.
    private static func isCommandLine(_ after: Substring) -> Bool {
        let word = after.drop { $0 == " " || $0 == "\n" }
        guard word.startIndex != after.startIndex, let first = word.first else { return false }
        if first == "<" || first == "[" || word.hasPrefix("--") { return true }
        let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        return name == "help" || commands.contains(String(name))
    }

    private static let commands = Set(
        Kenc.configuration.subcommands.compactMap { $0.configuration.commandName }
    )
}
