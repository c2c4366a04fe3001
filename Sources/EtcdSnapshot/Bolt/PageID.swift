/// The number of a page of a bbolt file.
public struct PageID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, from 0.
    public let rawValue: UInt64

    /// Takes the number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ index: Int) { rawValue = UInt64(clamping: index) }

    /// The number.
    public var description: String { "\(rawValue)" }

    /// By their places in the file.
    public static func < (left: PageID, right: PageID) -> Bool { left.rawValue < right.rawValue }
}
