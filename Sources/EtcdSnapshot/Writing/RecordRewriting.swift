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
        var before: [Range<Int>] = []
        var after: [Range<Int>] = []
        var isBehind = false
        var reader = FieldReader(position: range.lowerBound, end: range.upperBound)
        while reader.position < reader.end {
            let start = reader.position
            guard let tag = reader.varint(in: bytes), reader.skip(tag: tag, in: bytes) else {
                break
            }
            switch tag {
            case 0x2A:
                // The last one counts; earlier ones would be old bytes in a new file.
                before += after
                after = []
                isBehind = true
            default:
                if tag == 0x30 { isBehind = true }
                if isBehind {
                    after.append(start..<reader.position)
                } else {
                    before.append(start..<reader.position)
                }
            }
        }
        for field in before { append(copying: bytes.extracting(field)) }
        if !value.isEmpty {
            append(0x2A)
            var count = UInt64(value.count)
            while count >= 0x80 {
                append(UInt8(truncatingIfNeeded: count) | 0x80)
                count >>= 7
            }
            append(UInt8(truncatingIfNeeded: count))
            append(copying: value)
        }
        for field in after { append(copying: bytes.extracting(field)) }
    }
}
