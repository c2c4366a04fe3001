/// Sentences on lines of a terminal's width; a word that is too long stays whole.
enum WrappedText {
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            let last = lines.last ?? ""
            if !lines.isEmpty, last.unicodeScalars.count + 1 + word.unicodeScalars.count <= width {
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
}
