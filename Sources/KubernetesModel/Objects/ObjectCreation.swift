internal import WireFormats

/// When an object was created, read from its plaintext without decoding the rest of it.
public enum ObjectCreation {
    /// `metadata.creationTimestamp`, RFC 3339 as in `2026-11-20T23:45:56Z`.
    ///
    /// - Returns: Nil if the plaintext is no object, has no such time, or a text in its place that
    ///   is none: what is returned holds digits, signs, `T` and `Z` alone.
    public static func timestamp(of plaintext: Span<UInt8>) -> String? {
        guard let names = (try? ObjectNames(of: plaintext)) ?? nil else { return nil }
        if let seconds = names.createdSeconds { return rfc3339(Int64(bitPattern: seconds)) }
        let text = names.created.decoded ?? names.created.range.map { plaintext[$0] }
        guard (20...35).contains(text.count), text.allSatisfy(isPartOfATime) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isPartOfATime(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "T"), UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
