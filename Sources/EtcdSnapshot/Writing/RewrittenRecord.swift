internal import WireFormats

/// A `KeyValue` message with another value; its other fields stay byte for byte.
///
/// One is used for many messages, so that none needs memory of its own.
struct RewrittenRecord {
    /// All of the old message but its values, which would be old bytes in a new file, in pieces as
    /// long as may be.
    private var pieces: [Range<Int>] = []
    /// How many of them lie in front of the new value.
    private var frontCount = 0
    /// Of all pieces.
    private var keptByteCount = 0

    /// Takes another message.
    ///
    /// - Parameters:
    ///   - range: Where a message lies that was read as a `KeyValueRecord` before.
    ///   - bytes: What it lies in.
    mutating func read(_ range: Range<Int>, of bytes: Span<UInt8>) {
        pieces.removeAll(keepingCapacity: true)
        // The value goes where the last one is, which is the one that counts, or in front of the lease.
        var place: Int?
        var piece = range.lowerBound
        var reader = FieldReader(position: piece, end: range.upperBound)
        keptByteCount = 0
        while reader.position < reader.end {
            let start = reader.position
            guard let tag = reader.varint(in: bytes), reader.skip(tag: tag, in: bytes) else {
                reader.position = start
                break
            }
            guard tag == Self.valueTag || tag == Self.leaseTag && place == nil else { continue }
            keep(piece..<start)
            place = pieces.count
            piece = tag == Self.valueTag ? reader.position : start
        }
        keep(piece..<reader.position)
        frontCount = place ?? pieces.count
    }

    /// The bytes of the message with a value of so many.
    func byteCount(_ valueCount: Int) -> Int {
        keptByteCount + (valueCount == 0 ? 0 : Self.headByteCount(valueCount) + valueCount)
    }

    /// Appends the message with `value`.
    ///
    /// - Parameters:
    ///   - message: Where it goes.
    ///   - bytes: What the old message lies in.
    ///   - value: The new value.
    func append(to message: inout [UInt8], of bytes: Span<UInt8>, value: Span<UInt8>) {
        for piece in pieces[..<frontCount] { message.append(copying: bytes.extracting(piece)) }
        if !value.isEmpty {
            message.append(UInt8(Self.valueTag))
            var count = UInt64(value.count)
            while count >= 0x80 {
                message.append(UInt8(truncatingIfNeeded: count) | 0x80)
                count >>= 7
            }
            message.append(UInt8(truncatingIfNeeded: count))
            message.append(copying: value)
        }
        for piece in pieces[frontCount...] { message.append(copying: bytes.extracting(piece)) }
    }

    /// Whether a message is this one with the value that it has.
    ///
    /// - Parameters:
    ///   - message: Where it lies.
    ///   - copy: What it lies in.
    ///   - value: Where its value was read.
    ///   - bytes: What the old message lies in.
    /// - Returns: False if any byte but the value's is another.
    func isWritten(
        as message: Range<Int>,
        in copy: Span<UInt8>,
        value: Range<Int>,
        of bytes: Span<UInt8>,
    ) -> Bool {
        guard message.count == byteCount(value.count) else { return false }
        var position = message.lowerBound
        for (number, piece) in pieces.enumerated() {
            if number == frontCount, !skip(value, &position) { return false }
            let end = position + piece.count
            guard bytesEqual(bytes, piece, copy, position..<end) else { return false }
            position = end
        }
        return frontCount < pieces.count || skip(value, &position)
    }

    /// Steps over the value if it begins here; it was read, so its tag and length are in front.
    private func skip(_ value: Range<Int>, _ position: inout Int) -> Bool {
        guard !value.isEmpty else { return true }
        guard position + Self.headByteCount(value.count) == value.lowerBound else { return false }
        position = value.upperBound
        return true
    }

    private mutating func keep(_ piece: Range<Int>) {
        pieces.append(piece)
        keptByteCount += piece.count
    }

    /// Of the tag and the length in front of a value of so many bytes.
    private static func headByteCount(_ valueCount: Int) -> Int {
        1 + max(1, (Int.bitWidth - valueCount.leadingZeroBitCount + 6) / 7)
    }

    private static let valueTag: UInt64 = 0x2A
    private static let leaseTag: UInt64 = 0x30
}
