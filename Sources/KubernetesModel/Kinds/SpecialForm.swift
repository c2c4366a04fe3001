internal import WireFormats

/// The messages whose JSON is not their fields.
enum SpecialForm {
    /// Seconds in field 1 and nanoseconds in field 2, as RFC 3339 in UTC.
    ///
    /// An empty message is the zero time, which is null.
    static func time(
        _ range: Range<Int>?,
        in bytes: Span<UInt8>,
        digits: Int,
    ) throws(ObjectError) -> KubernetesValue {
        guard let range, !range.isEmpty else { return .null }
        let fields = try scalars(range, in: bytes)
        let nanoseconds = Int32(truncatingIfNeeded: fields.numbers[2])
        guard (0..<1_000_000_000).contains(nanoseconds),
            let text = rfc3339(Int64(bitPattern: fields.numbers[1]))
        else { return .null }
        guard digits > 0 else { return .string(text) }
        let fraction = String(1_000_000_000 + Int(nanoseconds)).dropFirst().prefix(digits)
        return .string("\(text.dropLast()).\(fraction)Z")
    }

    /// A number with its unit, as text in field 1.
    static func quantity(
        _ range: Range<Int>?,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue {
        let fields = try scalars(range ?? 0..<0, in: bytes)
        return .string(fields.ranges[1].isEmpty ? "0" : text(fields.ranges[1], in: bytes))
    }

    /// Field 1 says whether field 2, a number, or field 3, a text, counts.
    static func intOrString(
        _ range: Range<Int>?,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue {
        let fields = try scalars(range ?? 0..<0, in: bytes)
        return fields.numbers[1] == 0
            ? .number(String(Int32(truncatingIfNeeded: fields.numbers[2])))
            : .string(text(fields.ranges[3], in: bytes))
    }

    /// JSON text in field 1.
    static func json(
        _ range: Range<Int>?,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue {
        let fields = try scalars(range ?? 0..<0, in: bytes)
        guard !fields.ranges[1].isEmpty else { return .null }
        return try KubernetesValue(json: fields.ranges[1], in: bytes)
    }

    static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
        String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    /// A number as Go's JSON encoder writes it: without an exponent from 1e-6 up to 1e21.
    static func double(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if number == 0 { return number.sign == .minus ? "-0" : "0" }
        let sign = number < 0 ? "-" : ""
        // Swift's description has the same shortest digits.
        let parts = number.magnitude.description.split(separator: "e")
        let decimal = parts[0].split(separator: ".")
        var digits = decimal[0] + (decimal.count > 1 && decimal[1] != "0" ? decimal[1] : "")
        var point = decimal[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.first == "0", digits.count > 1 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0", digits.count > 1 { digits.removeLast() }
        if number.magnitude < 1e-6 || number.magnitude >= 1e21 {
            let rest = digits.dropFirst()
            let power = point - 1
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e"
                + (power < 0 ? "-" : "+") + "\(abs(power))"
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count {
            return sign + digits + String(repeating: "0", count: point - digits.count)
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The fields 1 to 3, the last of each.
    private static func scalars(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> (numbers: [UInt64], ranges: [Range<Int>]) {
        var numbers: [UInt64] = [0, 0, 0, 0]
        var ranges = [Range<Int>](repeating: 0..<0, count: 4)
        do throws(WireFormatError) {
            var reader = ProtobufReader(range)
            while let field = try reader.next(in: bytes) {
                guard field.number < 4 else { continue }
                if field.wireType == .bytes {
                    ranges[field.number] = field.range
                } else {
                    numbers[field.number] = field.varint
                }
            }
        } catch {
            throw .encoding(error)
        }
        return (numbers, ranges)
    }
}
