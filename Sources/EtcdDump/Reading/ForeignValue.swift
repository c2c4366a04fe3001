internal import WireFormats

/// A value of JSON that nobody asked for, checked as it passes by, however long it is.
///
/// Nothing of it is kept but which brackets are open, and the text of a number or a word.
struct ForeignValue {
    private enum State {
        case value, valueOrEnd, keyOrEnd, key, colon, commaOrEnd
        case string(isKey: Bool), escape(isKey: Bool), hex(isKey: Bool, left: Int)
        case scalar
        case done
    }

    /// No number of a dump is longer.
    private static let longestScalar = 1024

    private var state = State.value
    /// The open brackets, true for those of objects.
    private var open: [Bool] = []
    private var scalar: [UInt8] = []
    /// How many line feeds there were.
    private(set) var lines = 0

    /// Goes on in the text from `start`.
    ///
    /// - Returns: The position behind the value's end, or none if it goes on behind the text.
    /// - Throws: The problem and its position.
    mutating func pass(_ bytes: Span<UInt8>, from start: Int) throws(ScanStop) -> Int? {
        var position = start
        while position < bytes.count {
            if case .string = state {
                position = WordScan.endOfPlainText(in: bytes, from: position, to: bytes.count)
                guard position < bytes.count else { return nil }
            }
            let byte = bytes[position]
            if case .scalar = state, !Self.isOfScalar(byte) {
                try endScalar(at: position)
                if case .done = state { return position }
            }
            try take(byte, at: position)
            position += 1
            if case .done = state { return position }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8, at position: Int) throws(ScanStop) {
        switch state {
        case .string(let isKey):
            switch byte {
            case UInt8(ascii: "\""): state = isKey ? .colon : afterValue
            case UInt8(ascii: "\\"): state = .escape(isKey: isKey)
            default: throw .problem(.json(.controlCharacter), at: position)
            }
        case .escape(let isKey):
            switch byte {
            case UInt8(ascii: "u"): state = .hex(isKey: isKey, left: 4)
            case _ where "\"\\/bfnrt".utf8.contains(byte): state = .string(isKey: isKey)
            default: throw .problem(.json(.escape), at: position)
            }
        case .hex(let isKey, let left):
            guard ScanCursor.isHex(byte) else { throw .problem(.json(.escape), at: position) }
            state = left > 1 ? .hex(isKey: isKey, left: left - 1) : .string(isKey: isKey)
        case .scalar:
            guard scalar.count < Self.longestScalar else {
                throw .problem(.json(.number), at: position)
            }
            scalar.append(byte)
        default:
            if byte == 0x0A { lines += 1 }
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { return }
            try structure(byte, at: position)
        }
    }

    private mutating func structure(_ byte: UInt8, at position: Int) throws(ScanStop) {
        switch (state, byte) {
        case (.valueOrEnd, UInt8(ascii: "]")), (.keyOrEnd, UInt8(ascii: "}")): close()
        case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
            state = .string(isKey: true)
        case (.key, _), (.keyOrEnd, _): throw .problem(.json(.expectedKey), at: position)
        case (.colon, UInt8(ascii: ":")): state = .value
        case (.colon, _): throw .problem(.json(.expectedColon), at: position)
        case (.commaOrEnd, UInt8(ascii: ",")): state = open.last == true ? .key : .value
        case (.commaOrEnd, UInt8(ascii: "}")) where open.last == true: close()
        case (.commaOrEnd, UInt8(ascii: "]")) where open.last == false: close()
        case (.commaOrEnd, _):
            let isObject = open.last == true
            throw .problem(
                .json(isObject ? .expectedCommaOrObjectEnd : .expectedCommaOrArrayEnd),
                at: position
            )
        case (_, UInt8(ascii: "\"")): state = .string(isKey: false)
        case (_, UInt8(ascii: "{")), (_, UInt8(ascii: "[")):
            guard open.count < JSONTokenizer.maximumDepth else {
                throw .problem(.json(.tooDeep), at: position)
            }
            open.append(byte == UInt8(ascii: "{"))
            state = byte == UInt8(ascii: "{") ? .keyOrEnd : .valueOrEnd
        default:
            guard Self.isOfScalar(byte) else {
                throw .problem(.json(.expectedValue), at: position)
            }
            scalar = [byte]
            state = .scalar
        }
    }

    private var afterValue: State { open.isEmpty ? .done : .commaOrEnd }

    private mutating func close() {
        open.removeLast()
        state = afterValue
    }

    private mutating func endScalar(at position: Int) throws(ScanStop) {
        var tokenizer = JSONTokenizer(0..<scalar.count)
        do throws(JSONError) {
            _ = try tokenizer.next(in: scalar.span)
            _ = try tokenizer.next(in: scalar.span)
        } catch {
            throw .problem(.json(error.problem), at: position - scalar.count + error.offset)
        }
        state = afterValue
    }

    private static func isOfScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
