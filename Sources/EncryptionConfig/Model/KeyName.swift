internal import WireFormats

/// The name of a key or of a kms plugin, as it stands in every value that it wrote.
///
/// Two names are the same if their bytes of UTF-8 are, as for the API server.
public struct KeyName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name as the configuration writes it.
    public let text: String

    /// Takes a name.
    public init(_ text: String) { self.text = text }

    /// The name for people and programs; masked where it looks like a secret pasted as a name.
    public var description: String { SafeText.data(text) }

    /// Equal bytes.
    public static func == (left: KeyName, right: KeyName) -> Bool {
        left.text.isSameBytes(as: right.text)
    }

    /// Texts of equal bytes are equal for Swift, too.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The order of the bytes.
    public static func < (left: KeyName, right: KeyName) -> Bool {
        left.text.precedesByBytes(right.text)
    }
}

extension KeyName: ExpressibleByStringLiteral {
    /// A name that is known beforehand.
    public init(stringLiteral text: String) { self.init(text) }
}
