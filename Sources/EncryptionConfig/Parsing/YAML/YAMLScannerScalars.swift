/// Plain, quoted and block scalars.
extension YAMLScanner {
    /// The line breaks between two parts of a folded scalar.
    private struct Folding {
        var whitespace: [UInt8] = []
        var leadingBreak: [UInt8] = []
        var trailingBreaks: [UInt8] = []

        /// Adds what stands between two parts: a space for one break, or all breaks but the first.
        mutating func fold(into text: inout [UInt8]) {
            if leadingBreak.first == 0x0A {
                if trailingBreaks.isEmpty { text.append(0x20) } else { text += trailingBreaks }
            } else {
                text += leadingBreak
                text += trailingBreaks
            }
            leadingBreak.removeAll(keepingCapacity: true)
            trailingBreaks.removeAll(keepingCapacity: true)
        }

        mutating func joinWhitespace(into text: inout [UInt8]) {
            text += whitespace
            whitespace.removeAll(keepingCapacity: true)
        }
    }

    private mutating func copy(to text: inout [UInt8]) {
        YAMLCharacter.append(reader.peek(), to: &text)
        reader.skip()
    }

    private mutating func copyLine(to text: inout [UInt8]) {
        if let scalar = reader.skipLine() { YAMLCharacter.append(scalar, to: &text) }
    }

    /// Passes blanks and line breaks, and says whether there was a line break.
    private mutating func passBlanks(
        _ folding: inout Folding,
        leadingBlanks: inout Bool,
        tabLimit: Int?,
    ) throws(YAMLSyntaxError) {
        while true {
            let scalar = reader.peek()
            if YAMLCharacter.isBlank(scalar) {
                if leadingBlanks, let tabLimit, reader.mark.column < tabLimit, scalar == "\t" {
                    throw failure(.tabInIndentation)
                }
                if leadingBlanks { reader.skip() } else { copy(to: &folding.whitespace) }
            } else if YAMLCharacter.isBreak(scalar) {
                try reader.need(2)
                if leadingBlanks {
                    copyLine(to: &folding.trailingBreaks)
                } else {
                    folding.whitespace.removeAll(keepingCapacity: true)
                    copyLine(to: &folding.leadingBreak)
                    leadingBlanks = true
                }
            } else {
                return
            }
            try reader.need(1)
        }
    }

    // MARK: Plain

    mutating func scanPlainScalar() throws(YAMLSyntaxError) {
        var text = takeText()
        let offset = text.count
        var folding = Folding()
        var leadingBlanks = false
        let limit = indent + 1
        let start = reader.mark
        var end = start
        while true {
            try reader.need(4)
            if reader.mark.column == 0, isDocumentIndicator("-") || isDocumentIndicator(".") {
                break
            }
            if reader.peek() == "#" { break }
            while !YAMLCharacter.isBlankBreakOrEnd(reader.peek()) {
                if endsPlainScalar() { break }
                if leadingBlanks {
                    folding.fold(into: &text)
                    leadingBlanks = false
                } else if !folding.whitespace.isEmpty {
                    folding.joinWhitespace(into: &text)
                }
                copy(to: &text)
                end = reader.mark
                try reader.need(2)
            }
            let scalar = reader.peek()
            guard YAMLCharacter.isBlank(scalar) || YAMLCharacter.isBreak(scalar) else { break }
            try passBlanks(&folding, leadingBlanks: &leadingBlanks, tabLimit: limit)
            if flowLevel == 0, reader.mark.column < limit { break }
        }
        appendScalar(text, from: offset, plain: true, start: start, end: end)
        if leadingBlanks { simpleKeyAllowed = true }
    }

    private func endsPlainScalar() -> Bool {
        switch reader.peek() {
        case ":": YAMLCharacter.isBlankBreakOrEnd(reader.peek(1))
        case ",", "?", "[", "]", "{", "}": flowLevel > 0
        default: false
        }
    }

    // MARK: Quoted

    mutating func scanQuotedScalar(isSingle: Bool) throws(YAMLSyntaxError) {
        var text = takeText()
        let offset = text.count
        var folding = Folding()
        let start = reader.mark
        reader.skip()
        let quote: UInt32 = isSingle ? 0x27 : 0x22
        while true {
            try reader.need(4)
            if reader.mark.column == 0, isDocumentIndicator("-") || isDocumentIndicator(".") {
                throw YAMLSyntaxError("the quote is still open where a document ends", at: start)
            }
            if reader.peek() == 0 {
                throw YAMLSyntaxError("the quote is still open at the end of the file", at: start)
            }
            var leadingBlanks = false
            while !YAMLCharacter.isBlankBreakOrEnd(reader.peek()) {
                let scalar = reader.peek()
                if isSingle, scalar == quote, reader.peek(1) == quote {
                    text.append(0x27)
                    reader.skip()
                    reader.skip()
                } else if scalar == quote {
                    break
                } else if !isSingle, scalar == "\\", YAMLCharacter.isBreak(reader.peek(1)) {
                    try reader.need(3)
                    reader.skip()
                    reader.skipLine()
                    leadingBlanks = true
                    break
                } else if !isSingle, scalar == "\\" {
                    try scanEscape(into: &text)
                } else {
                    copy(to: &text)
                }
                try reader.need(2)
            }
            try reader.need(1)
            if reader.peek() == quote { break }
            try passBlanks(&folding, leadingBlanks: &leadingBlanks, tabLimit: nil)
            if leadingBlanks {
                folding.fold(into: &text)
            } else {
                folding.joinWhitespace(into: &text)
            }
        }
        reader.skip()
        appendScalar(text, from: offset, plain: false, start: start, end: reader.mark)
    }

    private mutating func scanEscape(into text: inout [UInt8]) throws(YAMLSyntaxError) {
        let length: Int
        switch reader.peek(1) {
        case "0": length = single(0, &text)
        case "a": length = single(7, &text)
        case "b": length = single(8, &text)
        case "t", "\t": length = single(9, &text)
        case "n": length = single(10, &text)
        case "v": length = single(11, &text)
        case "f": length = single(12, &text)
        case "r": length = single(13, &text)
        case "e": length = single(27, &text)
        case " ": length = single(32, &text)
        case "\"": length = single(0x22, &text)
        case "'": length = single(0x27, &text)
        case "\\": length = single(0x5C, &text)
        case "N": length = single(0x85, &text)
        case "_": length = single(0xA0, &text)
        case "L": length = single(0x2028, &text)
        case "P": length = single(0x2029, &text)
        case "x": length = 2
        case "u": length = 4
        case "U": length = 8
        default: throw failure("found an unknown escape after '\\'")
        }
        reader.skip()
        reader.skip()
        guard length > 0 else { return }
        try reader.need(length)
        var value: UInt64 = 0
        for distance in 0..<length {
            guard let digit = YAMLCharacter.hexValue(reader.peek(distance)) else {
                throw failure(.grammar("an escape needs \(length) hexadecimal digits"))
            }
            value = value << 4 | UInt64(digit)
        }
        guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else {
            throw failure("an escape names no Unicode character")
        }
        YAMLCharacter.append(scalar.value, to: &text)
        for _ in 0..<length { reader.skip() }
    }

    private func single(_ scalar: UInt32, _ text: inout [UInt8]) -> Int {
        YAMLCharacter.append(scalar, to: &text)
        return 0
    }

    // MARK: Block

    mutating func scanBlockScalar(isLiteral: Bool) throws(YAMLSyntaxError) {
        let start = reader.mark
        reader.skip()
        try reader.need(1)
        var keepsBreaks: Bool?
        var increment = 0
        func chomping(_ scalar: UInt32) -> Bool? {
            scalar == "+" ? true : scalar == "-" ? false : nil
        }
        if let sign = chomping(reader.peek()) {
            keepsBreaks = sign
            reader.skip()
            try reader.need(1)
            increment = try scanIndentation()
        } else if YAMLCharacter.isDigit(reader.peek()) {
            increment = try scanIndentation()
            try reader.need(1)
            if let sign = chomping(reader.peek()) {
                keepsBreaks = sign
                reader.skip()
            }
        }
        try reader.need(1)
        try skipBlanks()
        if reader.peek() == "#" { try skipComment() }
        guard YAMLCharacter.isBreakOrEnd(reader.peek()) else {
            throw failure("a block scalar's first line may hold only a comment")
        }
        if YAMLCharacter.isBreak(reader.peek()) {
            try reader.need(2)
            reader.skipLine()
        }
        var end = reader.mark
        var blockIndent = increment > 0 ? max(indent, 0) + increment : 0
        var text = takeText()
        let offset = text.count
        var leadingBreak: [UInt8] = []
        var trailingBreaks: [UInt8] = []
        try scanBlockBreaks(&blockIndent, &trailingBreaks, &end)
        try reader.need(1)
        var leadingBlank = false
        while reader.mark.column == blockIndent, reader.peek() != 0 {
            let trailingBlank = YAMLCharacter.isBlank(reader.peek())
            if !isLiteral, !leadingBlank, !trailingBlank, leadingBreak.first == 0x0A {
                if trailingBreaks.isEmpty { text.append(0x20) }
            } else {
                text += leadingBreak
            }
            leadingBreak.removeAll(keepingCapacity: true)
            text += trailingBreaks
            trailingBreaks.removeAll(keepingCapacity: true)
            leadingBlank = YAMLCharacter.isBlank(reader.peek())
            while !YAMLCharacter.isBreakOrEnd(reader.peek()) {
                copy(to: &text)
                try reader.need(1)
            }
            try reader.need(2)
            copyLine(to: &leadingBreak)
            try scanBlockBreaks(&blockIndent, &trailingBreaks, &end)
        }
        if keepsBreaks != false { text += leadingBreak }
        if keepsBreaks == true { text += trailingBreaks }
        appendScalar(text, from: offset, plain: false, start: start, end: end)
    }

    private mutating func scanIndentation() throws(YAMLSyntaxError) -> Int {
        let scalar = reader.peek()
        guard YAMLCharacter.isDigit(scalar) else { return 0 }
        guard scalar != "0" else { throw failure("a block scalar's indentation cannot be 0") }
        reader.skip()
        return Int(scalar - 0x30)
    }

    private mutating func scanBlockBreaks(
        _ blockIndent: inout Int,
        _ breaks: inout [UInt8],
        _ end: inout YAMLMark,
    ) throws(YAMLSyntaxError) {
        end = reader.mark
        var deepest = 0
        while true {
            try reader.need(1)
            while blockIndent == 0 || reader.mark.column < blockIndent, reader.peek() == " " {
                reader.skip()
                try reader.need(1)
            }
            deepest = max(deepest, reader.mark.column)
            if blockIndent == 0 || reader.mark.column < blockIndent, reader.peek() == "\t" {
                throw failure(.tabInIndentation)
            }
            guard YAMLCharacter.isBreak(reader.peek()) else { break }
            try reader.need(2)
            copyLine(to: &breaks)
            end = reader.mark
        }
        if blockIndent == 0 { blockIndent = max(deepest, indent + 1, 1) }
    }
}
