internal import KeyMaterial

/// What usually lies behind a secret that is none.
enum SecretHints {
    static let howToMake = "make one: head -c 32 /dev/urandom | base64"
    /// What is longer is no accident with a key, and not worth a look.
    private static let longest = 4096

    static func hint(forBroken text: Span<UInt8>) -> String {
        let general = "use the standard alphabet (A-Z a-z 0-9 + /) with padding; " + howToMake
        guard text.count <= longest else { return general }
        var characters = text.indices.map { text[$0] }
        var dense = characters.filter { !YAMLCharacter.isBlankBreakOrEnd(UInt32($0)) }
        var standard = dense.map { byte in
            byte == UInt8(ascii: "-")
                ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        defer {
            wipe(&characters)
            wipe(&dense)
            wipe(&standard)
        }
        if characters.first == UInt8(ascii: "$") || contains(characters, "${")
            || contains(characters, "$(")
        {
            return "this is a variable that was not expanded: fill it in before writing the file, "
                + "for example with envsubst"
        }
        if contains(characters, "{{") || contains(characters, "<") {
            return "this is a placeholder that was not filled in"
        }
        if dense.count < characters.count, decodedCount(dense) != nil {
            return "remove the spaces: only line breaks are ignored inside base64"
        }
        if isHex(dense) {
            return "this looks like hex: turn it into base64 with 'xxd -r -p | base64'"
        }
        if standard != dense, decodedCount(padded(standard)) != nil {
            return "this is the URL-safe alphabet: replace '-' by '+' and '_' by '/'"
                + (decodedCount(standard) != nil
                    ? "" : ", and pad with '=' to a multiple of 4 characters")
        }
        if let count = decodedCount(padded(dense)) {
            return "the padding is missing: with '=' up to a multiple of 4 characters it would be "
                + "\(count) bytes"
        }
        return general
    }

    static func hint(
        forLengthOf key: Span<UInt8>,
        text: Span<UInt8>,
        _ kind: ProviderKind,
    ) -> String {
        guard text.count <= longest else { return howToMake }
        var characters = text.indices.map { text[$0] }
        var bytes = key.indices.map { key[$0] }
        defer {
            wipe(&characters)
            wipe(&bytes)
        }
        if isHex(characters) {
            return "this looks like hex, which is \(characters.count / 2) bytes: turn it into "
                + "base64 with 'xxd -r -p | base64'"
        }
        if bytes.last == 0x0A, kind.keyLengths.contains(bytes.count - 1) {
            return "the last byte is a line feed: echo added it, use 'printf %s' or 'echo -n'"
        }
        if let inner = decodedCount(bytes), kind.keyLengths.contains(inner) {
            return "it was encoded twice: decode it once"
        }
        if isHex(bytes), kind.keyLengths.contains(bytes.count / 2) {
            return "these are the hex digits of a key, encoded: decode them with "
                + "'base64 -d | xxd -r -p | base64'"
        }
        if kind == .secretbox, [16, 24].contains(bytes.count) {
            return "secretbox takes 32 bytes only; " + howToMake
        }
        return howToMake
    }

    private static func isHex(_ text: [UInt8]) -> Bool {
        text.count >= 32 && text.count.isMultiple(of: 2)
            && text.allSatisfy { YAMLCharacter.hexValue(UInt32($0)) != nil }
    }

    private static func contains(_ text: [UInt8], _ part: StaticString) -> Bool {
        text.indices.contains { start in
            text[start...].starts(with: "\(part)".utf8)
        }
    }

    private static func decodedCount(_ text: [UInt8]) -> Int? {
        guard var bytes = GoBase64.decode(text.span) else { return nil }
        defer { wipe(&bytes) }
        return bytes.count
    }

    private static func padded(_ text: [UInt8]) -> [UInt8] {
        let bare = text.prefix(text.lastIndex { $0 != UInt8(ascii: "=") }.map { $0 + 1 } ?? 0)
        let missing = (4 - bare.count % 4) % 4
        return missing == 3 ? text : bare + [UInt8](repeating: UInt8(ascii: "="), count: missing)
    }
}
