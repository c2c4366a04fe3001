internal import WireFormats

extension [UInt8] {
    /// Appends a `KeyValue` message with another value; its other fields stay byte for byte.
    ///
    /// - Parameters:
    ///   - range: Where a message lies that was read as a `KeyValueRecord` before.
    ///   - bytes: What it lies in.
    ///   - value: The other value.
    mutating func appendRecord(
        _ range: Range<Int>,
        of bytes: Span<UInt8>,
        value: Span<UInt8>,
    ) {
        // The value goes where the last one is, which is the one that counts, or in front of the lease.
        var place = range.upperBound
        var hasValue = false
        var reader = FieldReader(position: range.lowerBound, end: range.upperBound)
        while reader.position < reader.end {
            let start = reader.position
            guard let tag = reader.varint(in: bytes), reader.skip(tag: tag, in: bytes) else {
                break
            }
            if tag == 0x2A {
                place = start
                hasValue = true
            } else if tag == 0x30, !hasValue, place == range.upperBound {
                place = start
            }
        }
        // Everything but values, which would be old bytes in a new file, in pieces as long as may be.
        var piece = range.lowerBound
        reader.position = range.lowerBound
        while reader.position < reader.end {
            let start = reader.position
            if start == place {
                append(copying: bytes.extracting(piece..<start))
                appendValueField(value)
                piece = start
            }
            guard let tag = reader.varint(in: bytes), reader.skip(tag: tag, in: bytes) else {
                reader.position = start
                break
            }
            guard tag == 0x2A else { continue }
            append(copying: bytes.extracting(piece..<start))
            piece = reader.position
        }
        append(copying: bytes.extracting(piece..<reader.position))
        if place == range.upperBound { appendValueField(value) }
    }

    private mutating func appendValueField(_ value: Span<UInt8>) {
        guard !value.isEmpty else { return }
        append(0x2A)
        var count = UInt64(value.count)
        while count >= 0x80 {
            append(UInt8(truncatingIfNeeded: count) | 0x80)
            count >>= 7
        }
        append(UInt8(truncatingIfNeeded: count))
        append(copying: value)
    }
}
