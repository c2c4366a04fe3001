/// A revision of an etcd store: it grows by one with every transaction that writes.
public struct Revision: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number as etcd has it.
    public let rawValue: Int64

    /// Takes the number.
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Takes the number.
    @inlinable public init(_ number: Int64) { rawValue = number }

    /// The revision of the next transaction.
    public var next: Revision { Revision(rawValue &+ 1) }

    /// Whether the left one is older.
    @inlinable public static func < (left: Revision, right: Revision) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Revision: ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Takes a number that is written out.
    @inlinable public init(integerLiteral number: Int64) { rawValue = number }

    /// The number.
    public var description: String { "\(rawValue)" }
}
