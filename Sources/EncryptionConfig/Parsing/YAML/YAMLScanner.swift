internal import KeyMaterial

/// Cuts the text into tokens, as the API server's YAML library does.
///
/// The dialect is that of go-yaml 2 (`scannerc.go`), an early libyaml. Newer libyaml decides otherwise
/// on files people write: `[secrets:]`, `?` inside a flow collection, tags before a bracket, `\/`,
/// `%YAML 1.2`, a second byte order mark. The verdict has to be the API server's, so the scanner is
/// its dialect's.
struct YAMLScanner {
    /// How deep flow collections and indents may go.
    static let depthLimit = 10_000

    var reader: YAMLReader
    var indent = -1
    var flowLevel = 0
    var simpleKeyAllowed = false
    /// The text of all scalars so far.
    private(set) var text: [UInt8] = []

    private var indents: [Int] = []
    private var tokens: [YAMLToken] = []
    private var head = 0
    private var tokensParsed = 0
    private var tokenAvailable = false
    private var started = false
    private var simpleKeys: [YAMLSimpleKey] = []
    private var simpleKeyByToken: [Int: Int] = [:]

    init(_ bytes: [UInt8]) {
        reader = YAMLReader(bytes)
        // Never to grow: an escape of two characters is at most three bytes.
        text.reserveCapacity(bytes.count / 2 * 3 + 8)
    }

    /// Gives the text of all scalars away and wipes everything else that was read.
    mutating func finish() -> WipedText {
        reader.wipeText()
        return WipedText(taking: takeText())
    }

    // MARK: What the parser asks

    /// The next token, left in its place.
    mutating func peekToken() throws(YAMLSyntaxError) -> YAMLToken {
        if !tokenAvailable { try fetchMoreTokens() }
        return tokens[head]
    }

    /// Passes the token that was peeked at.
    mutating func skipToken() {
        tokenAvailable = false
        tokensParsed += 1
        head += 1
        if head > 4096 {
            tokens.removeFirst(head)
            head = 0
        }
    }

    // MARK: Tokens

    func failure(_ problem: YAMLProblem) -> YAMLSyntaxError {
        YAMLSyntaxError(problem, at: reader.mark)
    }

    mutating func append(_ kind: YAMLToken.Kind, from start: YAMLMark) {
        tokens.append(YAMLToken(kind: kind, start: start, end: reader.mark))
    }

    mutating func append(_ token: YAMLToken) {
        tokens.append(token)
    }

    /// Lends the text of all scalars, to which the next one is appended.
    mutating func takeText() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &text)
        return taken
    }

    /// Takes the text back, now with a scalar from `offset` to its end.
    mutating func appendScalar(
        _ text: consuming [UInt8],
        from offset: Int,
        plain: Bool,
        start: YAMLMark,
        end: YAMLMark,
    ) {
        let kind = YAMLToken.Kind.scalar(offset..<text.count, plain: plain)
        self.text = text
        tokens.append(YAMLToken(kind: kind, start: start, end: end))
    }

    private mutating func insert(_ kind: YAMLToken.Kind, at position: Int, mark: YAMLMark) {
        let token = YAMLToken(kind: kind, start: mark, end: mark)
        if position < 0 {
            tokens.append(token)
        } else {
            tokens.insert(token, at: head + position)
        }
    }

    /// Appends a token for the next `count` scalars.
    private mutating func take(_ kind: YAMLToken.Kind, count: Int = 1) {
        let start = reader.mark
        for _ in 0..<count { reader.skip() }
        append(kind, from: start)
    }

    private mutating func fetchMoreTokens() throws(YAMLSyntaxError) {
        while true {
            if head < tokens.count {
                guard let index = simpleKeyByToken[tokensParsed], try isValidSimpleKey(index)
                else { break }
            }
            try fetchNextToken()
        }
        tokenAvailable = true
    }

    private mutating func fetchNextToken() throws(YAMLSyntaxError) {
        try reader.need(1)
        guard started else {
            started = true
            simpleKeyAllowed = true
            simpleKeys.append(YAMLSimpleKey())
            append(.streamStart, from: reader.mark)
            return
        }
        try skipToNextToken()
        unrollIndent(to: reader.mark.column)
        try reader.need(4)
        let scalar = reader.peek()
        if scalar == 0 { return try fetchStreamEnd() }
        if reader.mark.column == 0 {
            if scalar == "%" { return try fetchDirective() }
            if isDocumentIndicator("-") { return try fetchDocumentIndicator(.documentStart) }
            if isDocumentIndicator(".") { return try fetchDocumentIndicator(.documentEnd) }
        }
        let nextIsBlank = YAMLCharacter.isBlankBreakOrEnd(reader.peek(1))
        switch scalar {
        case "[": return try fetchFlowStart(.flowSequenceStart)
        case "{": return try fetchFlowStart(.flowMappingStart)
        case "]": return try fetchFlowEnd(.flowSequenceEnd)
        case "}": return try fetchFlowEnd(.flowMappingEnd)
        case ",":
            try removeSimpleKey()
            simpleKeyAllowed = true
            return take(.flowEntry)
        case "-" where nextIsBlank: return try fetchBlockEntry()
        case "?" where flowLevel > 0 || nextIsBlank: return try fetchKey()
        case ":" where flowLevel > 0 || nextIsBlank: return try fetchValue()
        case "*", "&":
            try startNodeProperty()
            return try scanAnchor(isAlias: scalar == "*")
        case "!":
            try startNodeProperty()
            return try scanTag()
        case "|" where flowLevel == 0, ">" where flowLevel == 0:
            try removeSimpleKey()
            simpleKeyAllowed = true
            return try scanBlockScalar(isLiteral: scalar == "|")
        case "'", "\"":
            try startNodeProperty()
            return try scanQuotedScalar(isSingle: scalar == "'")
        default: break
        }
        guard startsPlainScalar(scalar) else {
            throw failure(.noStartOfValue)
        }
        try startNodeProperty()
        try scanPlainScalar()
    }

    /// Whether `---` or `...` stands here by itself.
    func isDocumentIndicator(_ scalar: Unicode.Scalar) -> Bool {
        let scalar = scalar.value
        return reader.peek() == scalar && reader.peek(1) == scalar && reader.peek(2) == scalar
            && YAMLCharacter.isBlankBreakOrEnd(reader.peek(3))
    }

    private func startsPlainScalar(_ scalar: UInt32) -> Bool {
        switch scalar {
        case "-": !YAMLCharacter.isBlank(reader.peek(1))
        case "?", ":": flowLevel == 0 && !YAMLCharacter.isBlankBreakOrEnd(reader.peek(1))
        case ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": false
        default: !YAMLCharacter.isBlankBreakOrEnd(scalar)
        }
    }

    private mutating func startNodeProperty() throws(YAMLSyntaxError) {
        try saveSimpleKey()
        simpleKeyAllowed = false
    }

    private mutating func skipToNextToken() throws(YAMLSyntaxError) {
        while true {
            try reader.need(1)
            if reader.mark.column == 0, reader.startsWithByteOrderMark { reader.skip() }
            try reader.need(1)
            while reader.peek() == " "
                || ((flowLevel > 0 || !simpleKeyAllowed) && reader.peek() == "\t")
            {
                reader.skip()
                try reader.need(1)
            }
            if reader.peek() == "#" { try skipComment() }
            guard YAMLCharacter.isBreak(reader.peek()) else { return }
            try reader.need(2)
            reader.skipLine()
            if flowLevel == 0 { simpleKeyAllowed = true }
        }
    }

    // MARK: Simple keys

    private mutating func isValidSimpleKey(_ index: Int) throws(YAMLSyntaxError) -> Bool {
        let key = simpleKeys[index]
        guard key.isPossible else { return false }
        guard key.mark.line < reader.mark.line || key.mark.index + 1024 < reader.mark.index else {
            return true
        }
        if key.isRequired { throw missingColon(key) }
        simpleKeys[index].isPossible = false
        return false
    }

    private func missingColon(_ key: YAMLSimpleKey) -> YAMLSyntaxError {
        YAMLSyntaxError(.colonMissing, at: key.mark)
    }

    private mutating func saveSimpleKey() throws(YAMLSyntaxError) {
        guard simpleKeyAllowed else { return }
        try removeSimpleKey()
        let key = YAMLSimpleKey(
            isPossible: true,
            isRequired: flowLevel == 0 && indent == reader.mark.column,
            tokenNumber: tokensParsed + tokens.count - head,
            mark: reader.mark,
        )
        simpleKeys[simpleKeys.count - 1] = key
        simpleKeyByToken[key.tokenNumber] = simpleKeys.count - 1
    }

    private mutating func removeSimpleKey() throws(YAMLSyntaxError) {
        let last = simpleKeys.count - 1
        guard simpleKeys[last].isPossible else { return }
        if simpleKeys[last].isRequired { throw missingColon(simpleKeys[last]) }
        simpleKeys[last].isPossible = false
        simpleKeyByToken[simpleKeys[last].tokenNumber] = nil
    }

    // MARK: Indents

    private mutating func rollIndent(
        to column: Int,
        tokenNumber: Int?,
        kind: YAMLToken.Kind,
        mark: YAMLMark,
    ) throws(YAMLSyntaxError) {
        guard flowLevel == 0, indent < column else { return }
        indents.append(indent)
        indent = column
        guard indents.count <= Self.depthLimit else {
            throw YAMLSyntaxError(.nestedTooDeeply, at: mark)
        }
        insert(kind, at: tokenNumber.map { $0 - tokensParsed } ?? -1, mark: mark)
    }

    private mutating func unrollIndent(to column: Int) {
        guard flowLevel == 0 else { return }
        while indent > column, let outer = indents.popLast() {
            insert(.blockEnd, at: -1, mark: reader.mark)
            indent = outer
        }
    }

    // MARK: Structure

    private mutating func fetchStreamEnd() throws(YAMLSyntaxError) {
        reader.endLine()
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        append(.streamEnd, from: reader.mark)
    }

    private mutating func fetchDirective() throws(YAMLSyntaxError) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        try scanDirective()
    }

    private mutating func fetchDocumentIndicator(_ kind: YAMLToken.Kind) throws(YAMLSyntaxError) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        take(kind, count: 3)
    }

    private mutating func fetchFlowStart(_ kind: YAMLToken.Kind) throws(YAMLSyntaxError) {
        try saveSimpleKey()
        simpleKeys.append(
            YAMLSimpleKey(tokenNumber: tokensParsed + tokens.count - head, mark: reader.mark)
        )
        flowLevel += 1
        guard flowLevel <= Self.depthLimit else {
            throw failure(.nestedTooDeeply)
        }
        simpleKeyAllowed = true
        take(kind)
    }

    private mutating func fetchFlowEnd(_ kind: YAMLToken.Kind) throws(YAMLSyntaxError) {
        try removeSimpleKey()
        if flowLevel > 0 {
            flowLevel -= 1
            // This also forgets a key of the outer level that began at the bracket, as there.
            if let last = simpleKeys.popLast() { simpleKeyByToken[last.tokenNumber] = nil }
        }
        simpleKeyAllowed = false
        take(kind)
    }

    private mutating func fetchBlockEntry() throws(YAMLSyntaxError) {
        if flowLevel == 0 {
            guard simpleKeyAllowed else { throw failure("a list entry is not allowed here") }
            try rollIndent(
                to: reader.mark.column,
                tokenNumber: nil,
                kind: .blockSequenceStart,
                mark: reader.mark,
            )
        }
        try removeSimpleKey()
        simpleKeyAllowed = true
        take(.blockEntry)
    }

    private mutating func fetchKey() throws(YAMLSyntaxError) {
        if flowLevel == 0 {
            guard simpleKeyAllowed else { throw failure("a mapping key is not allowed here") }
            try rollIndent(
                to: reader.mark.column,
                tokenNumber: nil,
                kind: .blockMappingStart,
                mark: reader.mark,
            )
        }
        try removeSimpleKey()
        simpleKeyAllowed = flowLevel == 0
        take(.key)
    }

    private mutating func fetchValue() throws(YAMLSyntaxError) {
        let last = simpleKeys.count - 1
        if try isValidSimpleKey(last) {
            let key = simpleKeys[last]
            insert(.key, at: key.tokenNumber - tokensParsed, mark: key.mark)
            try rollIndent(
                to: key.mark.column,
                tokenNumber: key.tokenNumber,
                kind: .blockMappingStart,
                mark: key.mark,
            )
            simpleKeys[last].isPossible = false
            simpleKeyByToken[key.tokenNumber] = nil
            simpleKeyAllowed = false
        } else {
            if flowLevel == 0 {
                guard simpleKeyAllowed else {
                    throw failure(.colonAfterValue)
                }
                try rollIndent(
                    to: reader.mark.column,
                    tokenNumber: nil,
                    kind: .blockMappingStart,
                    mark: reader.mark,
                )
            }
            simpleKeyAllowed = flowLevel == 0
        }
        take(.value)
    }
}
