internal import WireFormats

/// A plugin's own name for one of its key encryption keys (KEK), as it stands in every value of
/// version 2.
///
/// Two are the same if their bytes of UTF-8 are; what two plugins call alike is not one KEK. It names
/// a key and is none, so it may be shown, however it looks.
public struct KeyID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The id as the plugin says it.
    public let text: String

    /// Takes an id.
    public init(_ text: String) { self.text = text }

    /// The id.
    public var description: String { text }

    /// The id, cut where it is none any more.
    var shown: String {
        let limit = 200
        guard text.utf8.count > limit else { return text }
        return String(text.unicodeScalars.prefix(limit)) + "…"
    }

    /// Equal bytes.
    public static func == (left: KeyID, right: KeyID) -> Bool {
        left.text.isSameBytes(as: right.text)
    }

    /// Texts of equal bytes are equal for Swift, too.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The order of the bytes.
    public static func < (left: KeyID, right: KeyID) -> Bool {
        left.text.precedesByBytes(right.text)
    }
}

extension KeyID: ExpressibleByStringLiteral {
    /// An id that is known beforehand.
    public init(stringLiteral text: String) { self.init(text) }
}
