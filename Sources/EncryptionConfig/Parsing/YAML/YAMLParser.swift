/// One step of a document's structure.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias([UInt8])
        /// The value is a part of the scanner's text.
        case scalar(value: Range<Int>, tag: YAMLTag, isImplicit: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    let kind: Kind
    var anchor: [UInt8]?
    /// Begun by a bracket.
    var isFlow = false
    let start: YAMLMark
    let end: YAMLMark

    var range: SourceRange { SourceRange(start: start.index, end: end.index) }

    /// Whether nothing stands where a value may stand, without a tag or an anchor.
    var isNothing: Bool {
        guard case .scalar(let value, .none, true) = kind else { return false }
        return value.isEmpty && anchor == nil && start == end
    }
}

/// Puts tokens together, by the grammar of go-yaml 2 (`parserc.go`), one event at a time.
///
/// Nothing is read ahead, since the API server ignores what follows the first document, even if it
/// is malformed.
struct YAMLParser {
    enum State {
        case streamStart, implicitDocumentStart, documentStart, documentContent, documentEnd, end
        case blockNode
        case blockSequenceEntry(first: Bool)
        case indentlessSequenceEntry
        case blockMappingKey(first: Bool)
        case blockMappingValue
        case flowSequenceEntry(first: Bool)
        case flowSequenceMappingKey, flowSequenceMappingValue, flowSequenceMappingEnd
        case flowMappingKey(first: Bool)
        case flowMappingValue(empty: Bool)
    }

    var scanner: YAMLScanner
    var state = State.streamStart
    var states: [State] = []
    /// The prefix of each handle.
    private var tagDirectives: [[UInt8]: [UInt8]] = [:]
    /// The `-` of the block list whose element comes next.
    private var entry: YAMLMark?

    init(_ bytes: [UInt8]) {
        scanner = YAMLScanner(bytes)
    }

    mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
        switch state {
        case .streamStart:
            let token = try scanner.peekToken()
            scanner.skipToken()
            state = .implicitDocumentStart
            return event(.streamStart, token)
        case .implicitDocumentStart: return try documentStart(isImplicit: true)
        case .documentStart: return try documentStart(isImplicit: false)
        case .documentContent: return try documentContent()
        case .documentEnd: return try documentEnd()
        case .end:
            let token = try scanner.peekToken()
            return event(.streamEnd, token)
        case .blockNode: return try node(isBlock: true, indentless: false)
        case .blockSequenceEntry(let first): return try blockSequenceEntry(first)
        case .indentlessSequenceEntry: return try indentlessSequenceEntry()
        case .blockMappingKey(let first): return try blockMappingKey(first)
        case .blockMappingValue: return try blockMappingValue()
        case .flowSequenceEntry(let first): return try flowSequenceEntry(first)
        case .flowSequenceMappingKey: return try flowSequenceMappingKey()
        case .flowSequenceMappingValue: return try flowSequenceMappingValue()
        case .flowSequenceMappingEnd:
            let token = try scanner.peekToken()
            state = .flowSequenceEntry(first: false)
            return YAMLEvent(kind: .mappingEnd, start: token.start, end: token.start)
        case .flowMappingKey(let first): return try flowMappingKey(first)
        case .flowMappingValue(let empty): return try flowMappingValue(empty)
        }
    }

    // MARK: Helpers

    mutating func noteEntry(_ token: YAMLToken) { entry = token.start }

    /// The `-` before the event that was given last, if it is an element of a block list.
    mutating func takeEntry() -> YAMLMark? {
        defer { entry = nil }
        return entry
    }

    func event(_ kind: YAMLEvent.Kind, _ token: YAMLToken) -> YAMLEvent {
        YAMLEvent(kind: kind, start: token.start, end: token.end)
    }

    func failure(_ problem: YAMLProblem, _ mark: YAMLMark) -> YAMLSyntaxError {
        YAMLSyntaxError(problem, at: mark)
    }

    mutating func popState() {
        state = states.popLast() ?? .end
    }

    /// Nothing where a value may stand.
    func emptyScalar(_ mark: YAMLMark) -> YAMLEvent {
        YAMLEvent(kind: .scalar(value: 0..<0, tag: .none, isImplicit: true), start: mark, end: mark)
    }

    mutating func skipAndPeek() throws(YAMLSyntaxError) -> YAMLToken {
        scanner.skipToken()
        return try scanner.peekToken()
    }

    /// A value, after which the parser goes on in `state`.
    mutating func node(
        then next: State,
        isBlock: Bool,
        indentless: Bool = false,
    ) throws(YAMLSyntaxError) -> YAMLEvent {
        states.append(next)
        return try node(isBlock: isBlock, indentless: indentless)
    }

    // MARK: Documents

    mutating func documentStart(isImplicit: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        var token = try scanner.peekToken()
        if !isImplicit {
            while token.kind == .documentEnd { token = try skipAndPeek() }
        }
        switch token.kind {
        case .streamEnd:
            state = .end
            scanner.skipToken()
            return event(.streamEnd, token)
        case .versionDirective, .tagDirective, .documentStart:
            break
        default:
            if isImplicit {
                try processDirectives()
                states.append(.documentEnd)
                state = .blockNode
                return event(.documentStart, token)
            }
        }
        let start = token.start
        try processDirectives()
        token = try scanner.peekToken()
        guard token.kind == .documentStart else {
            throw failure("expected '---' before the document", token.start)
        }
        states.append(.documentEnd)
        state = .documentContent
        scanner.skipToken()
        return YAMLEvent(kind: .documentStart, start: start, end: token.end)
    }

    mutating func processDirectives() throws(YAMLSyntaxError) {
        var token = try scanner.peekToken()
        var seenVersion = false
        loop: while true {
            switch token.kind {
            case .versionDirective(let major, let minor):
                if seenVersion { throw failure("found a second %YAML directive", token.start) }
                guard major == 1, minor == 1 else {
                    throw failure("only YAML 1.1 is read, by the API server too", token.start)
                }
                seenVersion = true
            case .tagDirective(let handle, let prefix):
                guard tagDirectives.updateValue(prefix, forKey: handle) == nil else {
                    throw failure("found a second %TAG directive for one handle", token.start)
                }
            default: break loop
            }
            token = try skipAndPeek()
        }
        let defaults = [("!", "!"), ("!!", YAMLTag.prefix)]
        for (handle, prefix) in defaults.map({ (Array($0.utf8), Array($1.utf8)) })
        where tagDirectives[handle] == nil {
            tagDirectives[handle] = prefix
        }
    }

    mutating func documentContent() throws(YAMLSyntaxError) -> YAMLEvent {
        let token = try scanner.peekToken()
        switch token.kind {
        case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
            popState()
            return emptyScalar(token.start)
        default:
            return try node(isBlock: true, indentless: false)
        }
    }

    mutating func documentEnd() throws(YAMLSyntaxError) -> YAMLEvent {
        let token = try scanner.peekToken()
        if token.kind == .documentEnd { scanner.skipToken() }
        tagDirectives.removeAll()
        state = .documentStart
        return YAMLEvent(kind: .documentEnd, start: token.start, end: token.start)
    }

    // MARK: Nodes

    mutating func node(
        isBlock: Bool,
        indentless: Bool,
    ) throws(YAMLSyntaxError) -> YAMLEvent {
        var token = try scanner.peekToken()
        if case .alias(let name) = token.kind {
            popState()
            scanner.skipToken()
            return event(.alias(name), token)
        }
        let start = token.start
        var end = token.start
        var anchor: [UInt8]?
        var tag = YAMLTag.none
        var hasTag = false
        properties: while true {
            switch token.kind {
            case .anchor(let name) where anchor == nil:
                anchor = name
            case .tag(let handle, let suffix) where !hasTag:
                hasTag = true
                tag = try resolve(handle: handle, suffix: suffix, token.start)
            default: break properties
            }
            end = token.end
            token = try skipAndPeek()
        }
        func made(_ kind: YAMLEvent.Kind, isFlow: Bool = false) -> YAMLEvent {
            YAMLEvent(kind: kind, anchor: anchor, isFlow: isFlow, start: start, end: token.end)
        }
        switch token.kind {
        case .blockEntry where indentless:
            state = .indentlessSequenceEntry
            return made(.sequenceStart)
        case .scalar(let value, let plain):
            let isImplicit = tag == .none ? plain : tag == .nonSpecific
            popState()
            scanner.skipToken()
            return made(.scalar(value: value, tag: tag, isImplicit: isImplicit))
        case .flowSequenceStart:
            state = .flowSequenceEntry(first: true)
            return made(.sequenceStart, isFlow: true)
        case .flowMappingStart:
            state = .flowMappingKey(first: true)
            return made(.mappingStart, isFlow: true)
        case .blockSequenceStart where isBlock:
            state = .blockSequenceEntry(first: true)
            return made(.sequenceStart)
        case .blockMappingStart where isBlock:
            state = .blockMappingKey(first: true)
            return made(.mappingStart)
        default:
            guard anchor != nil || tag != .none else {
                throw failure("expected a value", token.start)
            }
            popState()
            return YAMLEvent(
                kind: .scalar(value: 0..<0, tag: tag, isImplicit: tag == .none),
                anchor: anchor,
                start: start,
                end: end,
            )
        }
    }

    func resolve(
        handle: [UInt8],
        suffix: [UInt8],
        _ mark: YAMLMark,
    ) throws(YAMLSyntaxError) -> YAMLTag {
        if handle.isEmpty { return YAMLTag(prefix: [], suffix: suffix) }
        guard let prefix = tagDirectives[handle], !prefix.isEmpty || !suffix.isEmpty else {
            throw failure("a tag's handle is not declared", mark)
        }
        return YAMLTag(prefix: prefix, suffix: suffix)
    }
}
