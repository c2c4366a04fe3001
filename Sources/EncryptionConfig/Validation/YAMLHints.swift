/// What usually lies behind a syntax error.
enum YAMLHints {
    static func hint(for error: YAMLSyntaxError, in bytes: [UInt8]) -> String? {
        switch error.problem {
        case .encoding: return "save the file as UTF-8 text without control characters"
        case .nestedTooDeeply, .mergesNestedTooDeeply, .aliasesRepeatTooMuch:
            return "write the repeated parts out, and without nesting"
        default: break
        }
        let line = lineText(error.place.line - 1, in: bytes)
        if line.first(where: { $0 != 0x20 }) == 0x09 || error.problem == .tabInIndentation {
            return "YAML indents with spaces: replace the tab"
        }
        if bytes.first(where: { $0 != 0x20 && $0 != 0x0A }) == UInt8(ascii: "{") { return nil }
        if line.contains(UInt8(ascii: "{")), line.contains(UInt8(ascii: "%")) {
            return "this looks like a template that was not filled in"
        }
        switch error.problem {
        case .nextFieldExpected, .nextEntryExpected, .colonAfterValue, .colonMissing:
            return
                "check the indentation of this line and the one above: the fields of one mapping "
                + "begin in the same column, and a ':' needs a space after it"
        case .noStartOfValue: return "put the value in quotes"
        default: return nil
        }
    }

    private static func lineText(_ line: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        for _ in 0..<line {
            guard let feed = rest.firstIndex(of: 0x0A) else { return [] }
            rest = rest[(feed + 1)...]
        }
        return rest.prefix { $0 != 0x0A }
    }
}
