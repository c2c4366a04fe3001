/// Sentences on lines of a terminal's width; a word that is too long stays whole.
enum WrappedText {
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in words(text) {
            let last = lines.last ?? ""
            if !lines.isEmpty, columns(last) + 1 + columns(word) <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The text behind a title, with the lines that follow below its beginning.
    static func labelled(_ title: String, _ text: String, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let padding = String(repeating: " ", count: max(1, indent - title.utf8.count))
        let lines = lines(text, width: 80 - indent)
        return title + padding + lines.joined(separator: "\n" + space) + "\n"
    }

    /// A report whose lines fit: what is longer goes on below, further in.
    static func fitted(_ text: String, to width: Int?) -> String {
        guard let width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard columns(line) > width else { return String(line) }
            let margin = String(line.prefix { $0 == " " })
            let parts = lines(String(line), width: width - margin.utf8.count - 2)
            return margin + parts.joined(separator: "\n\(margin)  ")
        }.joined(separator: "\n")
    }

    /// Between blanks; what stands in single quotes is one word, since it may be a command.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var isQuoted = false
        for part in text.split(separator: " ") {
            let opens = part.utf8.first == UInt8(ascii: "'")
            if isQuoted, let last = words.last, columns(last) + columns(part) < 60 {
                words[words.count - 1] += " " + part
            } else {
                words.append(String(part))
                isQuoted = opens
            }
            if isQuoted, part.utf8.dropFirst(opens ? 1 : 0).contains(UInt8(ascii: "'")) {
                isQuoted = false
            }
        }
        return words
    }

    /// How many columns a text takes; escape sequences take none.
    static func columns(_ text: some StringProtocol) -> Int {
        // Nearly all texts are.
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return text.utf8.count }
        var count = 0
        var isEscape = false
        for scalar in text.unicodeScalars {
            if isEscape {
                isEscape = scalar != "m"
            } else if scalar == "\u{1b}" {
                isEscape = true
            } else {
                count += 1
            }
        }
        return count
    }
}
