/// What becomes of the values of one batch in a copy, in the batch's order.
public struct RowChanges: Sendable {
    enum Change: Sendable {
        case keep
        case drop
        /// Other bytes, as their place among ``RowChanges/bytes``.
        case replace(Range<Int>)
    }

    private(set) var changes: [Change] = []
    private(set) var bytes: [UInt8] = []

    /// Nothing decided yet.
    ///
    /// - Parameter byteCount: How many bytes the new values have together, if that can be guessed.
    public init(reserving byteCount: Int = 0) {
        bytes.reserveCapacity(byteCount)
    }

    /// The bytes of the new values so far.
    public var byteCount: Int { bytes.count }

    /// The next value goes into the copy as it is.
    public mutating func keep() {
        changes.append(.keep)
    }

    /// The next value does not go into the copy, nor its key.
    public mutating func drop() {
        changes.append(.drop)
    }

    /// Other bytes go into the copy instead of the next value.
    public mutating func replace(with value: Span<UInt8>) {
        let start = bytes.count
        bytes.append(copying: value)
        changes.append(.replace(start..<bytes.count))
    }
}
