/// Splits a CBOR value into items without copying (RFC 8949).
///
/// Definite and indefinite lengths; nesting is checked here, so that whoever builds something of
/// the items sees every start with its end. Well-formedness only: duplicate keys, kinds of keys and
/// UTF-8 are the caller's affair.
///
/// The reader is a cursor: every call takes the span anew, always the same one.
public struct CBORReader: Sendable {
    /// How many arrays, maps, tags and strings in chunks may lie inside each other.
    public static let maximumDepth = 1_000

    private enum Container {
        case items(left: Int)
        case map(left: Int)
        case endlessArray
        case endlessMap(atKey: Bool)
        case chunks(major: UInt8)
    }

    /// The offset after the last item.
    public private(set) var position: Int
    /// How many containers are open.
    public var depth: Int { open.count }

    private let limit: Int
    private var open: [Container] = []
    private var tags = 0
    private var isFinished = false

    /// Makes a reader of the value that fills `range` of the span.
    public init(_ range: Range<Int>) {
        position = range.lowerBound
        limit = range.upperBound
    }

    /// Reads the next item.
    ///
    /// - Parameter bytes: The span that the range of the initializer is about.
    /// - Returns: The item; after the one value ``CBORItem/finished``, as often as it is asked for.
    /// - Throws: ``WireFormatError`` for reserved heads, lengths beyond the input, misplaced breaks,
    ///   nesting over ``maximumDepth``, and bytes after the value.
    public mutating func next(in bytes: Span<UInt8>) throws(WireFormatError) -> CBORItem {
        guard position >= 0, limit <= bytes.count else {
            throw WireFormatError(.lengthBeyondInput, at: bytes.count)
        }
        if isFinished {
            guard position == limit else { throw WireFormatError(.trailingBytes, at: position) }
            return .finished
        }
        if tags == 0, isLastContainerFull {
            close()
            return .end
        }
        let start = position
        guard position < limit else { throw WireFormatError(.truncated, at: position) }
        let head = bytes[position]
        position += 1
        if head == 0xff { return try breakItem(at: start) }
        try checkPlace(head, at: start)
        let major = head >> 5
        if major == 7 { return try simple(head, in: bytes, at: start) }
        if head & 31 == 31 { return try indefinite(major, at: start) }
        let argument = try argument(head & 31, in: bytes, at: start)
        switch major {
        case 0: return ended(.unsigned(argument))
        case 1: return ended(.negative(argument))
        case 2: return ended(.bytes(try take(argument, at: start)))
        case 3: return ended(.text(try take(argument, at: start)))
        case 4:
            try push(.items(left: count(argument, times: 1, at: start)), at: start)
            return .arrayStart
        case 5:
            try push(.map(left: count(argument, times: 2, at: start)), at: start)
            return .mapStart
        default:
            tags += 1
            guard tags + open.count <= Self.maximumDepth else {
                throw WireFormatError(.tooDeep, at: start)
            }
            return .tag(argument)
        }
    }

    /// Skips the rest of the item that was read last: of a container all of it, of a tag the
    /// tagged item.
    public mutating func skip(
        _ item: CBORItem,
        in bytes: Span<UInt8>,
    ) throws(WireFormatError) {
        var item = item
        while case .tag = item { item = try next(in: bytes) }
        switch item {
        case .arrayStart, .mapStart, .chunksStart:
            let outside = open.count - 1
            while open.count > outside { _ = try next(in: bytes) }
        default: break
        }
    }

    private var isLastContainerFull: Bool {
        switch open.last {
        case .items(left: 0), .map(left: 0): true
        default: false
        }
    }

    /// Counts an item that is complete.
    private mutating func ended(_ item: CBORItem) -> CBORItem {
        tags = 0
        guard let last = open.last else {
            isFinished = true
            return item
        }
        switch last {
        case .items(let left): open[open.count - 1] = .items(left: left - 1)
        case .map(let left): open[open.count - 1] = .map(left: left - 1)
        case .endlessMap(let atKey): open[open.count - 1] = .endlessMap(atKey: !atKey)
        case .endlessArray, .chunks: break
        }
        return item
    }

    private mutating func close() {
        open.removeLast()
        _ = ended(.end)
    }

    private mutating func push(_ container: Container, at start: Int) throws(WireFormatError) {
        guard open.count < Self.maximumDepth else { throw WireFormatError(.tooDeep, at: start) }
        open.append(container)
        tags = 0
    }

    private mutating func breakItem(at start: Int) throws(WireFormatError) -> CBORItem {
        guard tags == 0 else { throw WireFormatError(.malformedHead, at: start) }
        switch open.last {
        case .endlessArray, .chunks, .endlessMap(atKey: true): close()
        default: throw WireFormatError(.malformedHead, at: start)
        }
        return .end
    }

    /// In a string of indefinite length only strings of its own kind may come.
    private func checkPlace(_ head: UInt8, at start: Int) throws(WireFormatError) {
        guard case .chunks(let major) = open.last else { return }
        guard head >> 5 == major, head & 31 != 31 else {
            throw WireFormatError(.malformedHead, at: start)
        }
    }

    private mutating func indefinite(
        _ major: UInt8,
        at start: Int,
    ) throws(WireFormatError) -> CBORItem {
        switch major {
        case 2, 3:
            try push(.chunks(major: major), at: start)
            return .chunksStart
        case 4:
            try push(.endlessArray, at: start)
            return .arrayStart
        case 5:
            try push(.endlessMap(atKey: true), at: start)
            return .mapStart
        default: throw WireFormatError(.malformedHead, at: start)
        }
    }

    private mutating func simple(
        _ head: UInt8,
        in bytes: Span<UInt8>,
        at start: Int,
    ) throws(WireFormatError) -> CBORItem {
        switch head & 31 {
        case 20: return ended(.bool(false))
        case 21: return ended(.bool(true))
        case 22, 23: return ended(.null)
        case 25:
            let bits = try argument(25, in: bytes, at: start)
            return ended(.float(halfPrecision(UInt16(bits))))
        case 26:
            let bits = try argument(26, in: bytes, at: start)
            return ended(.float(Double(Float(bitPattern: UInt32(bits)))))
        case 27:
            let bits = try argument(27, in: bytes, at: start)
            return ended(.float(Double(bitPattern: bits)))
        default: throw WireFormatError(.malformedHead, at: start)
        }
    }

    /// The number in or after a head.
    private mutating func argument(
        _ info: UInt8,
        in bytes: Span<UInt8>,
        at start: Int,
    ) throws(WireFormatError) -> UInt64 {
        if info < 24 { return UInt64(info) }
        guard info < 28 else { throw WireFormatError(.malformedHead, at: start) }
        let size = 1 << Int(info - 24)
        guard size <= limit - position else { throw WireFormatError(.truncated, at: start) }
        var value: UInt64 = 0
        for index in position..<(position + size) { value = value << 8 | UInt64(bytes[index]) }
        position += size
        return value
    }

    private mutating func take(
        _ length: UInt64,
        at start: Int,
    ) throws(WireFormatError) -> Range<Int> {
        guard length <= UInt64(limit - position) else {
            throw WireFormatError(.lengthBeyondInput, at: start)
        }
        let first = position
        position += Int(length)
        return first..<position
    }

    /// A number of items: every one takes a byte at least.
    private func count(
        _ argument: UInt64,
        times factor: Int,
        at start: Int,
    ) throws(WireFormatError) -> Int {
        guard argument <= UInt64((limit - position) / factor) else {
            throw WireFormatError(.lengthBeyondInput, at: start)
        }
        return Int(argument) * factor
    }
}

/// IEEE 754 binary16, as in RFC 8949, appendix D.
private func halfPrecision(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 0x3ff)
    let magnitude: Double =
        switch exponent {
        case 0: fraction * 0x1p-24
        case 31: fraction == 0 ? .infinity : .nan
        default: (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
        }
    return bits >> 15 == 1 ? -magnitude : magnitude
}
