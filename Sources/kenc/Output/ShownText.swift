import EncryptionConfig

/// Text of unknown origin, made fit for a terminal or a JSON string.
enum ShownText {
    /// One line without control characters.
    static func line(_ text: String) -> String {
        if isPlain(text.utf8) { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
                }
            )
        )
    }

    /// A name or a sentence that a server told, cut where it is none any more.
    static func told(_ text: String) -> String {
        let limit = 200
        guard text.utf8.count > limit else { return line(text) }
        return line(String(text.unicodeScalars.prefix(limit))) + "…"
    }

    /// The name of a key, a plugin or a resource: it is as it is unless a secret was pasted where a
    /// name belongs.
    static func name(_ text: String) -> String { line(SafeText.data(text)) }

    /// A JSON string with its quotes.
    static func json(_ text: String) -> String {
        if isPlain(text.utf8) { return "\"\(text)\"" }
        var shown = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": shown += "\\\""
            case "\\": shown += "\\\\"
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                shown += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown + "\""
    }

    /// Whether nothing needs replacing or an escape: printable ASCII without `"` and `\`, as nearly
    /// all names are.
    static func isPlain(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }
}
