/// The tags that mean something to the API server's YAML library; it takes all others for text.
enum YAMLTag: UInt32 {
    case none
    /// A lone `!`.
    case nonSpecific
    case string
    case bool
    case integer
    case float
    case null
    case timestamp
    case binary
    case merge
    case other

    static let prefix = "tag:yaml.org,2002:"

    private static let meaningful: [YAMLTag] = [
        .string, .bool, .integer, .float, .null, .timestamp, .binary, .merge,
    ]

    /// The tag that a handle's prefix and what follows make.
    init(prefix: [UInt8], suffix: [UInt8]) {
        // The prefix may be most of the file, and every value have it: nothing long is put together.
        guard prefix.count + suffix.count <= 2 * Self.prefix.utf8.count else {
            self = .other
            return
        }
        let text = prefix + suffix
        if text.isEmpty {
            self = .none
        } else if text == [0x21] {
            self = .nonSpecific
        } else if text.starts(with: Self.prefix.utf8) {
            let name = text.dropFirst(Self.prefix.utf8.count)
            self = Self.meaningful.first { name.elementsEqual($0.name.utf8) } ?? .other
        } else {
            self = .other
        }
    }

    /// What stands behind `!!`.
    var name: String {
        switch self {
        case .string: "str"
        case .bool: "bool"
        case .integer: "int"
        case .float: "float"
        case .null: "null"
        case .timestamp: "timestamp"
        case .binary: "binary"
        case .merge: "merge"
        case .none, .nonSpecific, .other: ""
        }
    }
}

/// A scalar with its YAML 1.1 type, as go-yaml 2 has it (`resolve.go`).
enum YAMLScalar {
    case null
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case float(Double)
    /// The text as it stands.
    case string
    /// What the text of a `!!binary` says.
    case binary([UInt8])
    /// The text as it stands.
    case timestamp

    /// The tag and the text contradict each other.
    struct Mismatch: Error {
        let problem: String
    }

    init(value: [UInt8], tag: YAMLTag, isImplicit: Bool) throws(Mismatch) {
        if tag == .none {
            self = isImplicit ? Self.resolve(value, allowTimestamp: true) : .string
            return
        }
        switch tag {
        case .binary:
            guard let bytes = GoBase64.decode(value.span) else {
                throw Mismatch(problem: "the value tagged !!binary is not base64")
            }
            self = .binary(bytes)
        case .bool, .integer, .float, .null, .timestamp:
            self = try Self.require(tag, value)
        case .none, .nonSpecific, .string, .merge, .other:
            self = .string
        }
    }

    private static func require(_ tag: YAMLTag, _ value: [UInt8]) throws(Mismatch) -> YAMLScalar {
        let scalar = resolve(value, allowTimestamp: tag == .timestamp)
        switch (scalar, tag) {
        case (.null, .null), (.bool, .bool), (.integer, .integer),
            (.unsigned, .integer), (.float, .float),
            (.timestamp, .timestamp):
            return scalar
        case (.integer(let integer), .float):
            return .float(Double(integer))
        default:
            throw Mismatch(problem: "the value tagged !!\(tag.name) is not of that type")
        }
    }

    /// Whether a text that begins so may be anything but text.
    static func mayBegin(_ byte: UInt8) -> Bool {
        switch UInt32(byte) {
        case "y", "Y", "n", "N", "t", "T", "f", "F", "o", "O", "~", ".", "+", "-": true
        default: YAMLCharacter.isDigit(UInt32(byte))
        }
    }

    private static func resolve(_ text: [UInt8], allowTimestamp: Bool) -> YAMLScalar {
        guard let first = text.first else { return .null }
        switch UInt32(first) {
        case "y", "Y", "n", "N", "t", "T", "f", "F", "o", "O", "~":
            return word(text) ?? .string
        case ".":
            if let special = word(text) { return special }
            return groupedFloat(text).map(YAMLScalar.float) ?? .string
        case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "-":
            // Only a sign may begin a word.
            if first < UInt8(ascii: "0"), let special = word(text) { return special }
            if allowTimestamp, YAMLTimestamp.accepts(text) { return .timestamp }
            return number(text) ?? .string
        default:
            return .string
        }
    }

    private static func word(_ text: [UInt8]) -> YAMLScalar? {
        guard text.count <= 5 else { return nil }
        switch String(decoding: text, as: UTF8.self) {
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
            return .bool(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
            return .bool(false)
        case "~", "null", "Null", "NULL":
            return .null
        case ".nan", ".NaN", ".NAN":
            return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
            return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF":
            return .float(-.infinity)
        default:
            return nil
        }
    }

    /// Whether a number may hold the byte; keys of a configuration hold others, and no copies of
    /// those are made.
    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch UInt32(byte) {
        case "+", "-", ".", "_", "o", "O", "x", "X": true
        default: YAMLCharacter.hexValue(UInt32(byte)) != nil
        }
    }

    private static func number(_ text: [UInt8]) -> YAMLScalar? {
        guard text.allSatisfy(isOfNumber) else { return nil }
        let plain = text.filter { $0 != UInt8(ascii: "_") }
        if let integer = signed(plain) { return .integer(integer) }
        if let unsigned = magnitude(plain[...], base: nil) { return .unsigned(unsigned) }
        if let float = decimalFloat(plain) { return .float(float) }
        // Binary again, since the sign may also stand after the prefix.
        if plain.starts(with: Array("0b".utf8)) {
            if let integer = signed(Array(plain.dropFirst(2)), base: 2) { return .integer(integer) }
        }
        return nil
    }

    /// A sign and a number, whose prefix says the base unless it is given.
    private static func signed(_ text: [UInt8], base: UInt64? = nil) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let hasSign = isNegative || text.first == UInt8(ascii: "+")
        guard let value = magnitude(text.dropFirst(hasSign ? 1 : 0), base: base) else { return nil }
        if isNegative { return value <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil }
        return Int64(exactly: value)
    }

    private static func magnitude(_ text: ArraySlice<UInt8>, base: UInt64?) -> UInt64? {
        guard !text.isEmpty else { return nil }
        var digits = text
        var radix = base ?? 10
        if base == nil, text.first == UInt8(ascii: "0") {
            let letter = text.count >= 3 ? text[text.startIndex + 1] | 0x20 : 0
            switch UInt32(letter) {
            case "b": (radix, digits) = (2, text.dropFirst(2))
            case "o": (radix, digits) = (8, text.dropFirst(2))
            case "x": (radix, digits) = (16, text.dropFirst(2))
            default: (radix, digits) = (8, text.dropFirst())
            }
        }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = YAMLCharacter.hexValue(UInt32(byte)), digit < radix else {
                return nil
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// A decimal number in which single underscores may stand between digits.
    private static func groupedFloat(_ text: [UInt8]) -> Double? {
        guard text.allSatisfy(isOfNumber) else { return nil }
        let underscore = UInt8(ascii: "_")
        for (index, byte) in text.enumerated() where byte == underscore {
            guard index > 0, YAMLCharacter.isDigit(UInt32(text[index - 1])), index + 1 < text.count,
                YAMLCharacter.isDigit(UInt32(text[index + 1]))
            else { return nil }
        }
        return decimalFloat(text.filter { $0 != underscore })
    }

    /// A decimal number with an optional fraction and exponent; none if it overflows.
    private static func decimalFloat(_ text: [UInt8]) -> Double? {
        var rest = text[...]
        func takeDigits() -> Int {
            let count = rest.prefix { YAMLCharacter.isDigit(UInt32($0)) }.count
            rest = rest.dropFirst(count)
            return count
        }
        func takeSign() {
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
        }
        takeSign()
        let whole = takeDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if takeDigits() == 0, whole == 0 { return nil }
        } else if whole == 0 {
            return nil
        }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            takeSign()
            if takeDigits() == 0 { return nil }
        }
        guard rest.isEmpty else { return nil }
        // Swift wants a digit on both sides of the point.
        var spelled = text
        if let point = text.firstIndex(of: UInt8(ascii: ".")) {
            let zero = UInt8(ascii: "0")
            func isDigit(at index: Int) -> Bool {
                text.indices.contains(index) && YAMLCharacter.isDigit(UInt32(text[index]))
            }
            if !isDigit(at: point + 1) { spelled.insert(zero, at: point + 1) }
            if !isDigit(at: point - 1) { spelled.insert(zero, at: point) }
        }
        guard let value = Double(String(decoding: spelled, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }
}

/// The dates and times that the API server's YAML library knows.
enum YAMLTimestamp {
    /// `2006-1-2`, alone or with `15:4:5` after a space, or after `T` or `t` and then a time zone.
    static func accepts(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        guard let year = digits(&rest, 4...4), take("-", &rest), let month = digits(&rest, 1...2),
            take("-", &rest), let day = digits(&rest, 1...2), (1...12).contains(month), day >= 1,
            day <= lastDay(year: year, month: month)
        else { return false }
        guard let separator = rest.first else { return true }
        rest = rest.dropFirst()
        guard time(&rest) else { return false }
        switch UInt32(separator) {
        case " ": return rest.isEmpty
        case "T", "t": return zone(&rest) && rest.isEmpty
        default: return false
        }
    }

    private static func time(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let hour = digits(&rest, 1...2), take(":", &rest), let minute = digits(&rest, 1...2),
            take(":", &rest), let second = digits(&rest, 1...2), hour < 24, minute < 60, second < 60
        else { return false }
        guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") else {
            return true
        }
        let fraction = rest.dropFirst().prefix { YAMLCharacter.isDigit(UInt32($0)) }
        guard !fraction.isEmpty else { return true }
        rest = rest.dropFirst(1 + fraction.count)
        return true
    }

    private static func zone(_ rest: inout ArraySlice<UInt8>) -> Bool {
        if take("Z", &rest) { return true }
        guard take("+", &rest) || take("-", &rest), let hour = digits(&rest, 2...2),
            take(":", &rest), let minute = digits(&rest, 2...2)
        else { return false }
        return hour <= 24 && minute < 60
    }

    private static func lastDay(year: Int, month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func digits(
        _ rest: inout ArraySlice<UInt8>,
        _ count: ClosedRange<Int>,
    ) -> Int? {
        let found = rest.prefix(count.upperBound).prefix { YAMLCharacter.isDigit(UInt32($0)) }
        guard found.count >= count.lowerBound else { return nil }
        rest = rest.dropFirst(found.count)
        return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func take(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let byte = rest.first, UInt32(byte) == scalar else { return false }
        rest = rest.dropFirst()
        return true
    }
}
