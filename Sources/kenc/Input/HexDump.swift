import WireFormats

/// Reads what `hexdump -C` prints: lines of an offset, up to 16 bytes in hex, and their text.
///
/// A line `*` stands for repetitions of the line before it up to the next offset, and the last line
/// is the length alone.
enum HexDump {
    static func decode(_ input: [UInt8]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var last: [UInt8] = []
        var repeats = false
        var ended = false
        let lines = input.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        for (index, line) in lines.enumerated() {
            let words = words(of: line)
            guard let first = words.first else { continue }
            guard !ended else { throw failure(index, "a line after the length") }
            if words.count == 1, first.elementsEqual("*".utf8) {
                guard !last.isEmpty else { throw failure(index, "nothing to repeat") }
                repeats = true
                continue
            }
            guard first.count >= 7, first.count <= 8, let offset = number(first) else {
                throw failure(index, "no offset at the start")
            }
            if repeats {
                guard offset >= bytes.count, offset - bytes.count <= 1 << 28 else {
                    throw failure(index, "the offset does not follow")
                }
                while bytes.count < offset { bytes += last }
                repeats = false
            }
            guard offset == bytes.count else {
                throw failure(index, "the offset does not follow: is a line missing?")
            }
            last = try words.dropFirst().map { word in
                guard word.count == 2, let byte = number(word) else {
                    throw failure(index, "something that is no byte in hex")
                }
                return UInt8(byte)
            }
            guard last.count <= 16 else { throw failure(index, "more than 16 bytes") }
            if last.isEmpty { ended = true }
            bytes += last
        }
        guard !bytes.isEmpty else {
            throw Failure("the value is not what hexdump -C prints", status: .usage)
        }
        return bytes
    }

    /// The words before the text between bars.
    private static func words(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.prefix { $0 != UInt8(ascii: "|") }
            .split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard let value = hexDigit(digit) else { return nil }
            number = number << 4 | Int(value)
        }
        return number
    }

    private static func failure(_ line: Int, _ problem: String) -> Failure {
        Failure(
            "line \(line + 1) is not what hexdump -C prints: \(problem)",
            hint: "paste the whole output, from offset 00000000 to the length",
            status: .usage
        )
    }
}
