/// Splits a JSON text into tokens without copying.
///
/// It accepts what the scanner of Go's `encoding/json` accepts, which is RFC 8259 with invalid
/// UTF-8 allowed in strings and no more than 10,000 levels. Duplicate keys are the caller's affair.
///
/// The tokenizer is a cursor: every call takes the span anew, always the same one.
public struct JSONTokenizer: Sendable {
    /// How many objects and arrays may lie inside each other; as in Go's `scanner.go`.
    public static let maximumDepth = 10_000

    private enum Expectation {
        case value
        case valueOrArrayEnd
        case key
        case keyOrObjectEnd
        case commaOrEnd
        case nothing
    }

    /// The offset after the last token.
    public private(set) var position: Int
    /// The offset of the last token; of its opening quote for a string.
    public private(set) var tokenStart: Int
    /// How many objects and arrays are open.
    public private(set) var depth = 0

    private let end: Int
    private var expectation = Expectation.value
    // One bit a level, set for an object: the innermost 64 levels here, the rest in words below.
    private var containers: UInt64 = 0
    private var outerContainers: [UInt64] = []

    /// Makes a tokenizer of the text that fills `range` of the span.
    public init(_ range: Range<Int>) {
        position = range.lowerBound
        tokenStart = range.lowerBound
        end = range.upperBound
    }

    /// Reads the next token.
    ///
    /// After the one value of the text comes ``JSONToken/end``, as often as it is asked for.
    ///
    /// - Parameter bytes: The span that the range of the initializer is about.
    /// - Returns: The token.
    /// - Throws: ``JSONError`` with the offset of the byte that cannot be.
    public mutating func next(in bytes: Span<UInt8>) throws(JSONError) -> JSONToken {
        guard position >= 0, end <= bytes.count else {
            throw JSONError(.inputEnded, at: bytes.count)
        }
        skipWhitespace(in: bytes)
        if expectation == .commaOrEnd {
            if let token = try separator(in: bytes) { return token }
            skipWhitespace(in: bytes)
        }
        tokenStart = position
        guard position < end else {
            if expectation == .nothing { return .end }
            throw JSONError(.inputEnded, at: end)
        }
        let byte = bytes[position]
        switch expectation {
        case .value:
            return try value(byte, in: bytes)
        case .valueOrArrayEnd:
            return byte == UInt8(ascii: "]") ? close(.arrayEnd) : try value(byte, in: bytes)
        case .key:
            return try key(byte, in: bytes)
        case .keyOrObjectEnd:
            return byte == UInt8(ascii: "}") ? close(.objectEnd) : try key(byte, in: bytes)
        case .commaOrEnd, .nothing:
            throw JSONError(.trailingText, at: position)
        }
    }

    /// Skips the rest of the value whose first token was read last.
    ///
    /// Does nothing unless that token opened an object or array.
    public mutating func skipValue(
        startedBy token: JSONToken,
        in bytes: Span<UInt8>,
    ) throws(JSONError) {
        guard token == .objectStart || token == .arrayStart else { return }
        let outside = depth - 1
        while depth > outside { _ = try next(in: bytes) }
    }

    private mutating func skipWhitespace(in bytes: Span<UInt8>) {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    /// What comes after a value in an object or array; nil after a comma.
    private mutating func separator(in bytes: Span<UInt8>) throws(JSONError) -> JSONToken? {
        tokenStart = position
        guard position < end else { throw JSONError(.inputEnded, at: end) }
        let inObject = containers & 1 == 1
        switch bytes[position] {
        case UInt8(ascii: ","):
            position += 1
            expectation = inObject ? .key : .value
            return nil
        case UInt8(ascii: "}") where inObject:
            return close(.objectEnd)
        case UInt8(ascii: "]") where !inObject:
            return close(.arrayEnd)
        default:
            let problem: JSONError.Problem =
                inObject ? .expectedCommaOrObjectEnd : .expectedCommaOrArrayEnd
            throw JSONError(problem, at: position)
        }
    }

    private mutating func key(_ byte: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> JSONToken {
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.expectedKey, at: position) }
        let (range, escaped) = try string(in: bytes)
        skipWhitespace(in: bytes)
        guard position < end else { throw JSONError(.inputEnded, at: end) }
        guard bytes[position] == UInt8(ascii: ":") else {
            throw JSONError(.expectedColon, at: position)
        }
        position += 1
        expectation = .value
        return .key(range, escaped: escaped)
    }

    private mutating func value(
        _ byte: UInt8,
        in bytes: Span<UInt8>,
    ) throws(JSONError) -> JSONToken {
        let token: JSONToken
        switch byte {
        case UInt8(ascii: "\""):
            let (range, escaped) = try string(in: bytes)
            token = .string(range, escaped: escaped)
        case UInt8(ascii: "{"):
            return try open(.objectStart)
        case UInt8(ascii: "["):
            return try open(.arrayStart)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            token = .number(try number(in: bytes))
        case UInt8(ascii: "t"):
            token = try literal(.true, "true", in: bytes)
        case UInt8(ascii: "f"):
            token = try literal(.false, "false", in: bytes)
        case UInt8(ascii: "n"):
            token = try literal(.null, "null", in: bytes)
        default:
            throw JSONError(.expectedValue, at: position)
        }
        expectation = depth == 0 ? .nothing : .commaOrEnd
        return token
    }

    private mutating func open(_ token: JSONToken) throws(JSONError) -> JSONToken {
        guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: position) }
        if depth > 0, depth % 64 == 0 { outerContainers.append(containers) }
        containers = containers << 1 | (token == .objectStart ? 1 : 0)
        depth += 1
        position += 1
        expectation = token == .objectStart ? .keyOrObjectEnd : .valueOrArrayEnd
        return token
    }

    private mutating func close(_ token: JSONToken) -> JSONToken {
        depth -= 1
        containers >>= 1
        if depth > 0, depth % 64 == 0 { containers = outerContainers.removeLast() }
        position += 1
        expectation = depth == 0 ? .nothing : .commaOrEnd
        return token
    }

    private mutating func literal(
        _ token: JSONToken,
        _ word: StaticString,
        in bytes: Span<UInt8>,
    ) throws(JSONError) -> JSONToken {
        let all = position..<(position + word.utf8CodeUnitCount)
        if all.upperBound <= end, bytesEqual(bytes, all, word) {
            position = all.upperBound
            return token
        }
        for letter in word.description.utf8 {
            guard position < end else { throw JSONError(.inputEnded, at: end) }
            guard bytes[position] == letter else { throw JSONError(.literal, at: position) }
            position += 1
        }
        return token
    }

    private mutating func string(
        in bytes: Span<UInt8>
    ) throws(JSONError) -> (Range<Int>, escaped: Bool) {
        let start = position + 1
        var escaped = false
        position = start
        while true {
            position = WordScan.endOfPlainText(in: bytes, from: position, to: end)
            guard position < end else { throw JSONError(.inputEnded, at: end) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<(position - 1), escaped)
            case UInt8(ascii: "\\"):
                escaped = true
                try skipEscape(in: bytes)
            default:
                throw JSONError(.controlCharacter, at: position)
            }
        }
    }

    private mutating func skipEscape(in bytes: Span<UInt8>) throws(JSONError) {
        let start = position
        position += 1
        guard position < end else { throw JSONError(.inputEnded, at: end) }
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard position < end else { throw JSONError(.inputEnded, at: end) }
                guard hexDigit(bytes[position]) != nil else {
                    throw JSONError(.escape, at: start)
                }
                position += 1
            }
        default:
            throw JSONError(.escape, at: start)
        }
    }

    private mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> Range<Int> {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard position < end else { throw JSONError(.inputEnded, at: end) }
        if bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits(in: bytes)
        }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits(in: bytes)
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try digits(in: bytes)
        }
        return start..<position
    }

    /// At least one digit.
    private mutating func digits(in bytes: Span<UInt8>) throws(JSONError) {
        guard position < end else { throw JSONError(.inputEnded, at: end) }
        guard isDigit(bytes[position]) else { throw JSONError(.number, at: position) }
        while position < end, isDigit(bytes[position]) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
