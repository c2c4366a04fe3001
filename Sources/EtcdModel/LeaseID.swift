/// The number of a lease that etcd's keys hang on.
public struct LeaseID: RawRepresentable, Hashable, Comparable, Sendable {
    /// The number as etcd has it.
    public let rawValue: Int64

    /// What a key has that hangs on no lease.
    public static let none: LeaseID = 0

    /// Takes the number.
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Takes the number.
    @inlinable public init(_ number: Int64) { rawValue = number }

    /// By number.
    @inlinable public static func < (left: LeaseID, right: LeaseID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension LeaseID: ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Takes a number that is written out.
    @inlinable public init(integerLiteral number: Int64) { rawValue = number }

    /// The number.
    public var description: String { "\(rawValue)" }
}
