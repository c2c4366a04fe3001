/// Flow style: structure by brackets.
extension YAMLParser {
    mutating func flowSequenceEntry(_ first: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        if first { scanner.skipToken() }
        var token = try scanner.peekToken()
        if token.kind != .flowSequenceEnd {
            if !first {
                guard token.kind == .flowEntry else {
                    throw failure("expected ',' or ']'", token.start)
                }
                token = try skipAndPeek()
            }
            if token.kind == .key {
                state = .flowSequenceMappingKey
                scanner.skipToken()
                return event(.mappingStart, token)
            }
            if token.kind != .flowSequenceEnd {
                return try node(then: .flowSequenceEntry(first: false), isBlock: false)
            }
        }
        popState()
        scanner.skipToken()
        return event(.sequenceEnd, token)
    }

    mutating func flowSequenceMappingKey() throws(YAMLSyntaxError) -> YAMLEvent {
        let token = try scanner.peekToken()
        switch token.kind {
        case .value, .flowEntry, .flowSequenceEnd:
            // The token is lost here, as it is there.
            scanner.skipToken()
            state = .flowSequenceMappingValue
            return emptyScalar(token.end)
        default:
            return try node(then: .flowSequenceMappingValue, isBlock: false)
        }
    }

    mutating func flowSequenceMappingValue() throws(YAMLSyntaxError) -> YAMLEvent {
        let token = try scanner.peekToken()
        if token.kind == .value {
            let next = try skipAndPeek()
            if next.kind != .flowEntry, next.kind != .flowSequenceEnd {
                return try node(then: .flowSequenceMappingEnd, isBlock: false)
            }
        }
        state = .flowSequenceMappingEnd
        return emptyScalar(token.start)
    }

    mutating func flowMappingKey(_ first: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        if first { scanner.skipToken() }
        var token = try scanner.peekToken()
        if token.kind != .flowMappingEnd {
            if !first {
                guard token.kind == .flowEntry else {
                    throw failure("expected ',' or '}'", token.start)
                }
                token = try skipAndPeek()
            }
            if token.kind == .key {
                token = try skipAndPeek()
                switch token.kind {
                case .value, .flowEntry, .flowMappingEnd:
                    state = .flowMappingValue(empty: false)
                    return emptyScalar(token.start)
                default:
                    return try node(then: .flowMappingValue(empty: false), isBlock: false)
                }
            }
            if token.kind != .flowMappingEnd {
                return try node(then: .flowMappingValue(empty: true), isBlock: false)
            }
        }
        popState()
        scanner.skipToken()
        return event(.mappingEnd, token)
    }

    mutating func flowMappingValue(_ empty: Bool) throws(YAMLSyntaxError) -> YAMLEvent {
        var token = try scanner.peekToken()
        if !empty, token.kind == .value {
            token = try skipAndPeek()
            if token.kind != .flowEntry, token.kind != .flowMappingEnd {
                return try node(then: .flowMappingKey(first: false), isBlock: false)
            }
        }
        state = .flowMappingKey(first: false)
        return emptyScalar(token.start)
    }
}
