/// Command lines for people to paste.
enum ShellText {
    /// One argument, quoted where a shell would read it otherwise.
    static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-./_:,=@%+".utf8.contains(byte)
            }
        }
        guard !isPlain || text.isEmpty else { return text }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// A command behind a title, broken before options where it is too long for a terminal.
    static func labelled(_ title: String, _ command: String, indent: Int) -> String {
        var lines: [String] = []
        for part in parts(of: command) {
            let last = lines.last ?? ""
            if !lines.isEmpty, indent + last.unicodeScalars.count + part.unicodeScalars.count <= 77
            {
                lines[lines.count - 1] += " " + part
            } else {
                lines.append(lines.isEmpty ? part : "  " + part)
            }
        }
        let space = String(repeating: " ", count: indent)
        let padding = String(repeating: " ", count: max(1, indent - title.utf8.count))
        return title + padding + lines.joined(separator: " \\\n" + space) + "\n"
    }

    /// The command and its options, each with its value; of a pipeline each command.
    private static func parts(of command: String) -> [String] {
        var parts: [String] = []
        var isQuoted = false
        for word in command.split(separator: " ", omittingEmptySubsequences: false) {
            let begins = word.hasPrefix("-") || word.hasPrefix("|") || word.hasPrefix("&&")
            if parts.isEmpty || !isQuoted && begins {
                parts.append(String(word))
            } else {
                parts[parts.count - 1] += " " + word
            }
            if !word.utf8.count(where: { $0 == UInt8(ascii: "'") }).isMultiple(of: 2) {
                isQuoted.toggle()
            }
        }
        return parts
    }
}
