import ArgumentParser
import KubernetesModel

/// What the parser says of a command line, in the form of every other message: what is wrong, and
/// beside it the word that was probably meant.
enum UsageWords {
    static func failure(for error: any Error) -> Failure {
        let path = commandPath(for: error)
        let (message, suggestion) =
            misspelt(path).map { unexpected($0, path) } ?? reword(Kenc.message(for: error), path)
        var hint = "see '\(path.joined(separator: " ")) --help'"
        if let suggestion { hint = "did you mean \(ShownText.line(suggestion))? \(hint)" }
        return .usage(ShownText.line(message), hint: hint)
    }

    /// The command that refused, as the parser's full message names it.
    private static func commandPath(for error: any Error) -> [String] {
        let text = Kenc.fullMessage(for: error)
        guard let start = text.firstRange(of: "  See '"),
            let end = text[start.upperBound...].firstRange(of: " --help'")
        else { return ["kenc"] }
        return text[start.upperBound..<end.lowerBound].split(separator: " ").map(String.init)
    }

    /// The word in the place of a subcommand that is none: the parser, which passes such a word over,
    /// complains of the options behind it.
    private static func misspelt(_ path: [String]) -> String? {
        let names = subcommands(of: path)
        guard !names.isEmpty, let word = CommandLine.arguments.dropFirst(path.count).first,
            !word.hasPrefix("-"), !names.contains(word), word != "help"
        else { return nil }
        return word
    }

    private static func reword(
        _ text: String,
        _ path: [String]
    ) -> (message: String, suggestion: String?) {
        // Between the quotes: what the person wrote, and what the command knows.
        let words = text.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        if text.hasPrefix("Unknown option '"), words.count > 1 {
            return ("there is no option \(words[1])", words.count > 3 ? words[3] : nil)
        }
        if text.hasPrefix("Unexpected argument '"), words.count > 1 {
            return unexpected(words[1], path)
        }
        if text.hasPrefix("The value '"),
            let middle = text.firstRange(of: "' is invalid for '"),
            let end = text[middle.upperBound...].firstIndex(of: "'")
        {
            let value = String(text[text.index(text.startIndex, offsetBy: 11)..<middle.lowerBound])
            let name = text[middle.upperBound..<end].split(separator: " ").first ?? ""
            return invalid(value, String(name), String(text[end...].dropFirst()))
        }
        if text.hasPrefix("Missing value for '"), words.count > 1 {
            return ("\(words[1]) needs its value", nil)
        }
        if text.hasPrefix("Missing expected argument '"), words.count > 1 {
            return ("\(words[1]) is missing", nil)
        }
        if text.hasPrefix("Can't generate completion scripts for '"), words.count > 2 {
            return ("there are completions for bash, zsh and fish, not for '\(words[2])'", nil)
        }
        let text = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        var message = text.first.map { $0.lowercased() + text.dropFirst() } ?? ""
        // Of an option or a name the case stays.
        if text.dropFirst().first?.isUppercase ?? false { message = text }
        if message.hasSuffix("."), !message.hasSuffix("..") { message.removeLast() }
        return (message, nil)
    }

    private static func unexpected(
        _ word: String,
        _ path: [String]
    ) -> (message: String, suggestion: String?) {
        let names = subcommands(of: path)
        guard !names.isEmpty else { return ("'\(word)' is one argument too many", nil) }
        return (
            "\(path.joined(separator: " ")) has no command '\(word)'",
            Spelling.nearest(to: word.lowercased(), among: names)
        )
    }

    /// Of an option with a fixed list of values, the list.
    private static func invalid(
        _ value: String,
        _ option: String,
        _ rest: String
    ) -> (message: String, suggestion: String?) {
        let quoted = rest.split(separator: "'", omittingEmptySubsequences: false)
        var values = quoted.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        if values.isEmpty {
            values = rest.split(separator: "\n").filter { $0.hasPrefix("  - ") }
                .map { String($0.dropFirst(4)) }
        }
        guard !values.isEmpty else {
            return ("\(option) does not take '\(value)'", nil)
        }
        let list =
            values.count == 1
            ? values[0]
            : values.dropLast().joined(separator: ", ") + " or " + (values.last ?? "")
        return (
            "\(option) takes \(list), not '\(value)'",
            Spelling.nearest(to: value.lowercased(), among: values)
        )
    }

    private static func subcommands(of path: [String]) -> [String] {
        var configuration = Kenc.configuration
        for name in path.dropFirst() {
            let next = configuration.subcommands.map { $0.configuration }
                .first { $0.commandName == name }
            guard let next else { return [] }
            configuration = next
        }
        return configuration.subcommands.compactMap { $0.configuration.commandName }
    }
}
