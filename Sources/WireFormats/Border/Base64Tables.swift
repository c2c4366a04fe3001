/// The inner loops of base64, by tables.
///
/// Decoding looks up each of four characters in a table of its own that holds the six bits already
/// in place, and a flag bit where the character is not of the alphabet. Encoding takes twelve bits
/// at a time.
enum Base64Tables {
    private static let alphabet: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// Over the 24 bits of a group: set if a character was not of the alphabet.
    private static let flag: UInt32 = 0x0100_0000

    @safe
    private struct Tables: @unchecked Sendable {
        /// Four times 256 words: bits of the first to the fourth character of a group, such that
        /// the first byte of the group is the lowest.
        let decoding: UnsafePointer<UInt32>
        /// Two characters for each number of twelve bits.
        let encoding: UnsafePointer<UInt16>

        init() {
            let decoding = UnsafeMutablePointer<UInt32>.allocate(capacity: 1024)
            let encoding = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
            unsafe decoding.initialize(repeating: Base64Tables.flag, count: 1024)
            let letters = unsafe UnsafeBufferPointer(
                start: Base64Tables.alphabet.utf8Start,
                count: 64,
            )
            for value in 0..<64 {
                for position in 0..<4 {
                    let bits = UInt32(value) << UInt32(18 - 6 * position)
                    let index = unsafe position * 256 + Int(letters[value])
                    unsafe decoding[index] = bits.byteSwapped >> 8
                }
                for low in 0..<64 {
                    let pair = unsafe UInt16(letters[value]) | UInt16(letters[low]) << 8
                    unsafe (encoding + value * 64 + low).initialize(to: UInt16(littleEndian: pair))
                }
            }
            unsafe self.decoding = UnsafePointer(decoding)
            unsafe self.encoding = UnsafePointer(encoding)
        }
    }

    private static let tables = Tables()

    /// The six bits of a character, or nil.
    static func value(of character: UInt8) -> UInt8? {
        let bits = unsafe tables.decoding[3 * 256 + Int(character)]
        return bits & flag == 0 ? UInt8(truncatingIfNeeded: bits >> 16) : nil
    }

    /// Decodes groups of four characters without padding.
    ///
    /// Gives the number of bytes written: fewer than three for each group if a character is wrong,
    /// which then is in one of the next two groups.
    static func decodeWhole(
        _ range: Range<Int>,
        in text: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
    ) -> Int {
        guard !range.isEmpty else { return 0 }
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
        precondition(range.count % 4 == 0 && output.count >= range.count / 4 * 3)
        let first = unsafe tables.decoding
        let second = unsafe first + 256
        let third = unsafe first + 512
        let fourth = unsafe first + 768
        return unsafe text.withUnsafeBufferPointer { text in
            unsafe output.withUnsafeMutableBytes { output in
                guard let source = text.baseAddress, let target = output.baseAddress else {
                    return 0
                }
                var read = unsafe source + range.lowerBound
                let end = unsafe source + range.upperBound
                var written = 0
                // Two groups a turn while the eight bytes that are stored for six still fit.
                let last = unsafe end - 8
                while unsafe read <= last, written + 8 <= output.count {
                    // One load for eight characters: the loop is bound by loads.
                    let word = unsafe UInt64(
                        littleEndian: UnsafeRawPointer(read).loadUnaligned(as: UInt64.self)
                    )
                    let low =
                        unsafe first[Int(word & 0xff)] | second[Int(word >> 8 & 0xff)]
                        | third[Int(word >> 16 & 0xff)] | fourth[Int(word >> 24 & 0xff)]
                    let high =
                        unsafe first[Int(word >> 32 & 0xff)]
                        | second[Int(word >> 40 & 0xff)] | third[Int(word >> 48 & 0xff)]
                        | fourth[Int(word >> 56)]
                    if (low | high) & flag != 0 { return written }
                    let six = UInt64(low) | UInt64(high) << 24
                    unsafe target.storeBytes(
                        of: six.littleEndian,
                        toByteOffset: written,
                        as: UInt64.self
                    )
                    unsafe read += 8
                    written += 6
                }
                while unsafe read < end {
                    let bits =
                        unsafe first[Int(read[0])] | second[Int(read[1])]
                        | third[Int(read[2])] | fourth[Int(read[3])]
                    if bits & flag != 0 { return written }
                    for index in 0..<3 {
                        unsafe target.storeBytes(
                            of: UInt8(truncatingIfNeeded: bits >> UInt32(8 * index)),
                            toByteOffset: written + index,
                            as: UInt8.self,
                        )
                    }
                    unsafe read += 4
                    written += 3
                }
                return written
            }
        }
    }

    static func encode(_ bytes: Span<UInt8>, appendingTo text: inout [UInt8]) {
        let pairs = unsafe tables.encoding
        let letters = unsafe alphabet.utf8Start
        text.append(addingCapacity: Base64.encodedCount(ofBytes: bytes.count)) { output in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe output.withUnsafeMutableBufferPointer { target, initialized in
                    guard let base = target.baseAddress else { return }
                    let start = unsafe UnsafeMutableRawPointer(base) + initialized
                    var read = 0
                    var written = 0
                    // Six bytes a turn while the eight that are loaded are there.
                    while read + 8 <= bytes.count {
                        let word = unsafe UInt64(
                            bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(
                                fromByteOffset: read,
                                as: UInt64.self
                            )
                        )
                        let eight =
                            unsafe UInt64(UInt16(littleEndian: pairs[Int(word >> 52)]))
                            | UInt64(UInt16(littleEndian: pairs[Int(word >> 40 & 0xfff)])) << 16
                            | UInt64(UInt16(littleEndian: pairs[Int(word >> 28 & 0xfff)])) << 32
                            | UInt64(UInt16(littleEndian: pairs[Int(word >> 16 & 0xfff)])) << 48
                        unsafe start.storeBytes(
                            of: eight.littleEndian,
                            toByteOffset: written,
                            as: UInt64.self
                        )
                        read += 6
                        written += 8
                    }
                    while read + 3 <= bytes.count {
                        let bits =
                            unsafe Int(bytes[read]) << 16 | Int(bytes[read + 1]) << 8
                            | Int(bytes[read + 2])
                        unsafe start.storeBytes(
                            of: pairs[bits >> 12],
                            toByteOffset: written,
                            as: UInt16.self
                        )
                        unsafe start.storeBytes(
                            of: pairs[bits & 0xfff],
                            toByteOffset: written + 2,
                            as: UInt16.self
                        )
                        read += 3
                        written += 4
                    }
                    if read < bytes.count {
                        let two = read + 1 < bytes.count
                        let bits =
                            unsafe Int(bytes[read]) << 16
                            | (two ? Int(bytes[read + 1]) << 8 : 0)
                        unsafe start.storeBytes(
                            of: pairs[bits >> 12],
                            toByteOffset: written,
                            as: UInt16.self
                        )
                        unsafe start.storeBytes(
                            of: two ? letters[bits >> 6 & 63] : UInt8(ascii: "="),
                            toByteOffset: written + 2,
                            as: UInt8.self,
                        )
                        unsafe start.storeBytes(
                            of: UInt8(ascii: "="),
                            toByteOffset: written + 3,
                            as: UInt8.self
                        )
                        written += 4
                    }
                    initialized += written
                }
            }
        }
    }
}
