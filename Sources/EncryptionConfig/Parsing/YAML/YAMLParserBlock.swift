/// Block style: structure by indentation.
extension YAMLParser {
    mutating func blockSequenceEntry(_ first: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        if first { scanner.skipToken() }
        var token = try scanner.peekToken()
        switch token.kind {
        case .blockEntry:
            noteEntry(token)
            let mark = token.end
            token = try skipAndPeek()
            if token.kind != .blockEntry, token.kind != .blockEnd {
                return try node(then: .blockSequenceEntry(first: false), isBlock: true)
            }
            state = .blockSequenceEntry(first: false)
            return emptyScalar(mark)
        case .blockEnd:
            popState()
            scanner.skipToken()
            return event(.sequenceEnd, token)
        default:
            throw failure(.nextEntryExpected, token.start)
        }
    }

    mutating func indentlessSequenceEntry() throws(YAMLSyntaxError) -> YAMLEvent {
        var token = try scanner.peekToken()
        guard token.kind == .blockEntry else {
            popState()
            return YAMLEvent(kind: .sequenceEnd, start: token.start, end: token.start)
        }
        noteEntry(token)
        let mark = token.end
        token = try skipAndPeek()
        switch token.kind {
        case .blockEntry, .key, .value, .blockEnd:
            state = .indentlessSequenceEntry
            return emptyScalar(mark)
        default:
            return try node(then: .indentlessSequenceEntry, isBlock: true)
        }
    }

    mutating func blockMappingKey(_ first: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        if first { scanner.skipToken() }
        var token = try scanner.peekToken()
        switch token.kind {
        case .key:
            let mark = token.end
            token = try skipAndPeek()
            switch token.kind {
            case .key, .value, .blockEnd:
                state = .blockMappingValue
                return emptyScalar(mark)
            default:
                return try node(then: .blockMappingValue, isBlock: true, indentless: true)
            }
        case .blockEnd:
            popState()
            scanner.skipToken()
            return event(.mappingEnd, token)
        default:
            throw failure(.nextFieldExpected, token.start)
        }
    }

    mutating func blockMappingValue() throws(YAMLSyntaxError) -> YAMLEvent {
        var token = try scanner.peekToken()
        guard token.kind == .value else {
            state = .blockMappingKey(first: false)
            return emptyScalar(token.start)
        }
        let mark = token.end
        token = try skipAndPeek()
        switch token.kind {
        case .key, .value, .blockEnd:
            state = .blockMappingKey(first: false)
            return emptyScalar(mark)
        default:
            return try node(then: .blockMappingKey(first: false), isBlock: true, indentless: true)
        }
    }

}
