/// Anchors, aliases, tags and directives.
extension YAMLScanner {
    mutating func scanAnchor(isAlias: Bool) throws(YAMLSyntaxError) {
        let start = reader.mark
        reader.skip()
        try reader.need(1)
        let name = try scanWord()
        let follows: Bool =
            switch reader.peek() {
            case "?", ":", ",", "]", "}", "%", "@", "`": true
            default: YAMLCharacter.isBlankBreakOrEnd(reader.peek())
            }
        guard !name.isEmpty, follows else {
            throw YAMLSyntaxError(.nameOfNode(isAlias: isAlias), at: start)
        }
        append(isAlias ? .alias(name) : .anchor(name), from: start)
    }

    private mutating func scanWord() throws(YAMLSyntaxError) -> [UInt8] {
        var text: [UInt8] = []
        while YAMLCharacter.isWord(reader.peek()) {
            YAMLCharacter.append(reader.peek(), to: &text)
            reader.skip()
            try reader.need(1)
        }
        return text
    }

    // MARK: Tags

    mutating func scanTag() throws(YAMLSyntaxError) {
        let start = reader.mark
        try reader.need(2)
        var handle: [UInt8] = []
        var suffix: [UInt8]
        if reader.peek(1) == "<" {
            reader.skip()
            reader.skip()
            suffix = try scanTagURI(head: [])
            guard reader.peek() == ">" else { throw failure("a tag misses its '>'") }
            reader.skip()
        } else {
            handle = try scanTagHandle(isDirective: false)
            if handle.count > 1, handle.last == 0x21 {
                suffix = try scanTagURI(head: [])
            } else {
                suffix = try scanTagURI(head: handle)
                handle = [0x21]
                if suffix.isEmpty { swap(&handle, &suffix) }
            }
        }
        try reader.need(1)
        guard YAMLCharacter.isBlankBreakOrEnd(reader.peek()) else {
            throw failure("a tag must be followed by a space or a line break")
        }
        append(.tag(handle: handle, suffix: suffix), from: start)
    }

    private mutating func scanTagHandle(isDirective: Bool) throws(YAMLSyntaxError) -> [UInt8] {
        try reader.need(1)
        guard reader.peek() == "!" else { throw failure("a tag must begin with '!'") }
        var handle: [UInt8] = [0x21]
        reader.skip()
        try reader.need(1)
        handle += try scanWord()
        if reader.peek() == "!" {
            handle.append(0x21)
            reader.skip()
        } else if isDirective, handle.count > 1 {
            throw failure("a %TAG handle must end with '!'")
        }
        return handle
    }

    /// The rest of a tag; `head` is what was already read of it, with its `!`.
    private mutating func scanTagURI(head: [UInt8]) throws(YAMLSyntaxError) -> [UInt8] {
        var text = Array(head.dropFirst())
        var found = !head.isEmpty
        try reader.need(1)
        while isURICharacter(reader.peek()) {
            if reader.peek() == "%" {
                try scanURIEscape(into: &text)
            } else {
                YAMLCharacter.append(reader.peek(), to: &text)
                reader.skip()
            }
            try reader.need(1)
            found = true
        }
        guard found else { throw failure("a tag has no name") }
        return text
    }

    private func isURICharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ";", "/", "?", ":", "@", "&", "=", "+", "$", ",", ".", "!", "~", "*", "'", "(", ")",
            "[", "]", "%":
            true
        default: YAMLCharacter.isWord(scalar)
        }
    }

    private mutating func scanURIEscape(into text: inout [UInt8]) throws(YAMLSyntaxError) {
        var remaining: Int?
        while remaining != 0 {
            try reader.need(3)
            guard reader.peek() == "%", let high = YAMLCharacter.hexValue(reader.peek(1)),
                let low = YAMLCharacter.hexValue(reader.peek(2))
            else { throw failure("a tag holds an incomplete '%' escape") }
            let octet = UInt8(high << 4 | low)
            if let count = remaining {
                guard octet & 0xC0 == 0x80 else { throw failure("a tag's '%' escape is not UTF-8") }
                remaining = count - 1
            } else {
                switch octet {
                case 0x00...0x7F: remaining = 0
                case 0xC0...0xDF: remaining = 1
                case 0xE0...0xEF: remaining = 2
                case 0xF0...0xF7: remaining = 3
                default: throw failure("a tag's '%' escape is not UTF-8")
                }
            }
            text.append(octet)
            for _ in 0..<3 { reader.skip() }
        }
    }

    // MARK: Directives

    mutating func scanDirective() throws(YAMLSyntaxError) {
        let start = reader.mark
        reader.skip()
        try reader.need(1)
        let name = try scanWord()
        guard !name.isEmpty else { throw failure("a '%' at the start of a line is a directive") }
        guard YAMLCharacter.isBlankBreakOrEnd(reader.peek()) else {
            throw failure("a directive's name needs letters only")
        }
        let kind: YAMLToken.Kind
        switch name {
        case Array("YAML".utf8): kind = try scanVersion()
        case Array("TAG".utf8): kind = try scanTagDirective()
        default: throw failure("found an unknown directive")
        }
        let end = reader.mark
        try reader.need(1)
        try skipBlanks()
        if reader.peek() == "#" { try skipComment() }
        guard YAMLCharacter.isBreakOrEnd(reader.peek()) else {
            throw failure("a directive must end its line")
        }
        if YAMLCharacter.isBreak(reader.peek()) {
            try reader.need(2)
            reader.skipLine()
        }
        append(YAMLToken(kind: kind, start: start, end: end))
    }

    private mutating func scanVersion() throws(YAMLSyntaxError) -> YAMLToken.Kind {
        try reader.need(1)
        try skipBlanks()
        let major = try scanVersionNumber()
        guard reader.peek() == "." else { throw failure("a %YAML directive needs a version") }
        reader.skip()
        return .versionDirective(major: major, minor: try scanVersionNumber())
    }

    private mutating func scanVersionNumber() throws(YAMLSyntaxError) -> Int {
        try reader.need(1)
        var value = 0
        var length = 0
        while YAMLCharacter.isDigit(reader.peek()) {
            length += 1
            guard length <= 2 else { throw failure("a %YAML directive's version is too long") }
            value = value * 10 + Int(reader.peek() - 0x30)
            reader.skip()
            try reader.need(1)
        }
        guard length > 0 else { throw failure("a %YAML directive needs a version") }
        return value
    }

    private mutating func scanTagDirective() throws(YAMLSyntaxError) -> YAMLToken.Kind {
        try reader.need(1)
        try skipBlanks()
        let handle = try scanTagHandle(isDirective: true)
        try reader.need(1)
        guard YAMLCharacter.isBlank(reader.peek()) else {
            throw failure("a %TAG directive needs a space after its handle")
        }
        try skipBlanks()
        let prefix = try scanTagURI(head: [])
        try reader.need(1)
        guard YAMLCharacter.isBlankBreakOrEnd(reader.peek()) else {
            throw failure("a %TAG directive must end its line")
        }
        return .tagDirective(handle: handle, prefix: prefix)
    }
}

/// What stands between tokens.
extension YAMLScanner {
    mutating func skipComment() throws(YAMLSyntaxError) {
        while !YAMLCharacter.isBreakOrEnd(reader.peek()) {
            reader.skip()
            try reader.need(1)
        }
    }

    mutating func skipBlanks() throws(YAMLSyntaxError) {
        while YAMLCharacter.isBlank(reader.peek()) {
            reader.skip()
            try reader.need(1)
        }
    }
}
