/// Makes text of a configuration fit to be shown: nothing that could be a key gets through.
///
/// A key may have landed anywhere: as a name, as a field, in a comment. So a run of 16 or more
/// characters of base64 or hex is masked wherever it stands, unless it can only be a word.
package enum SafeText {
    private static let longestRun = 15
    private static let longestText = 80

    /// Words of the form that are long enough to look like a key.
    private static let words: Set<String> = [
        "EncryptionConfiguration", "EncryptionConfig", "serviceipallocations",
        "servicenodeportallocations",
    ]

    /// A name as it may be quoted in a message.
    package static func name(_ text: String) -> String {
        let masked = mask(text)
        guard masked.unicodeScalars.count > longestText else { return masked }
        return String(String.UnicodeScalarView(masked.unicodeScalars.prefix(longestText))) + "…"
    }

    /// The text with control characters and whatever could be a key replaced, scalar for scalar.
    package static func mask(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        func flush() {
            if isSuspicious(run) {
                shown.append(contentsOf: repeatElement(mark, count: run.count))
            } else {
                shown += run
            }
            run = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if isKeyCharacter(scalar.value) {
                run.append(scalar)
            } else {
                flush()
                shown.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
            }
        }
        flush()
        return String(shown)
    }

    /// What stands for a masked character.
    static let mark: Unicode.Scalar = "*"

    /// Whether the text looks like the base64 or hex of 12 bytes or more.
    static func looksLikeKey(_ text: String) -> Bool {
        var run = 0
        for byte in mask(text).utf8 {
            run = byte == UInt8(ascii: "*") ? run + 1 : 0
            if run > longestRun { return true }
        }
        return false
    }

    static func isKeyCharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case "+", "/", "=": true
        default: YAMLCharacter.isWord(scalar)
        }
    }

    private static func isSuspicious(_ run: String.UnicodeScalarView) -> Bool {
        guard run.count > longestRun else { return false }
        // A long lower-case word is the name of a resource; base64 and hex are never that pure.
        let isWord = run.allSatisfy { ("a"..."z").contains($0) || $0 == "-" }
        return !(isWord && run.count < 64) && !words.contains(String(run))
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned:
            false
        default: true
        }
    }
}
