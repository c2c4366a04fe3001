internal import EncryptionConfig

/// Messages of version 2 that are known but for their data.
///
/// The server writes the data first, and what follows it (key id, source, annotations) is the same
/// for all values of one source. A value whose bytes in front of the data and behind it were seen
/// before needs no parsing: it is on that source. About as many are kept as API servers and loads of
/// a file that one stretch of a store has.
package struct KnownMessages {
    /// How many are kept; the numbers that ``find(_:)`` gives are below it.
    package static let limit = 16

    private struct Frame {
        /// The last bytes, which differ where the source does: most frames are told by them alone.
        let tail: SIMD2<UInt64>
        /// What stands in front of the data and what follows it, in one piece.
        let bytes: [UInt8]
        let startCount: Int
    }

    private var frames: [Frame] = []
    private var oldest = 0
    private static let tailCount = 16

    /// None yet.
    package init() {}

    /// The number under which a value's message is known, and where its data stands; nil if it is
    /// not known.
    package func find(_ stored: Span<UInt8>) -> (number: Int, data: Range<Int>)? {
        guard !frames.isEmpty, stored.count >= Self.tailCount else { return nil }
        let tail = stored.load16(at: stored.count - Self.tailCount)
        for index in frames.indices where frames[index].tail == tail {
            if let data = data(stored, in: index) { return (index, data) }
        }
        return nil
    }

    /// Remembers a message, if its data stands first.
    ///
    /// - Parameters:
    ///   - stored: The whole value.
    ///   - envelope: What it was parsed to.
    /// - Returns: The number under which it is known from now on, which may have been another's.
    package mutating func note(_ stored: Span<UInt8>, _ envelope: Envelope) -> Int? {
        let offset = envelope.message.lowerBound
        guard envelope.version == .v2, Self.firstField(stored, offset) == envelope.data,
            stored.count - envelope.data.upperBound >= Self.tailCount
        else { return nil }
        let frame = Frame(
            tail: stored.load16(at: stored.count - Self.tailCount),
            bytes: (0..<offset).map { stored[$0] }
                + (envelope.data.upperBound..<stored.count).map { stored[$0] },
            startCount: offset
        )
        guard frames.count == Self.limit else {
            frames.append(frame)
            return frames.count - 1
        }
        // In turn, so that what was seen long ago goes first.
        frames[oldest] = frame
        defer { oldest = (oldest + 1) % Self.limit }
        return oldest
    }

    /// Forgets all.
    package mutating func forget() {
        self = KnownMessages()
    }

    private func data(_ stored: Span<UInt8>, in index: Int) -> Range<Int>? {
        let frame = frames[index]
        let start = frame.startCount
        guard let data = Self.firstField(stored, start),
            stored.count - data.upperBound == frame.bytes.count - start,
            stored.starts(with: frame.bytes, start..<frame.bytes.count, at: data.upperBound),
            stored.starts(with: frame.bytes, 0..<start, at: 0)
        else { return nil }
        return data
    }

    /// Where the content of a message's first field stands, if that is field 1 and not empty.
    private static func firstField(_ stored: Span<UInt8>, _ offset: Int) -> Range<Int>? {
        guard offset < stored.count, stored[offset] == 1 << 3 | 2 else { return nil }
        var index = offset + 1
        var count = 0
        var shift = 0
        while index < stored.count, shift < 28 {
            let byte = stored[index]
            index += 1
            count |= Int(byte & 0x7f) << shift
            guard byte >= 0x80 else {
                guard count > 0, count <= stored.count - index else { return nil }
                return index..<(index + count)
            }
            shift += 7
        }
        return nil
    }
}
