/// Reads a template scalar by scalar.
struct JSONPathParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Ranges within ranges and filters within filters.
    private var depth = 0
    /// What stands before the text that was typed.
    private let added: Int

    private static let maximumDepth = 32

    /// A bare path is read as if it stood in braces.
    init(_ text: String, isBarePath: Bool) {
        scalars = Array((isBarePath ? "{\(text)}" : text).unicodeScalars)
        added = isBarePath ? 1 : 0
    }

    /// All of the template.
    mutating func nodes() throws(JSONPathError) -> [JSONPathNode] {
        try nodes(isRange: false, openedAt: 0)
    }

    private mutating func goDeeper() throws(JSONPathError) {
        depth += 1
        if depth > Self.maximumDepth {
            throw failure("more than \(Self.maximumDepth) ranges or filters within each other")
        }
    }

    private mutating func nodes(
        isRange: Bool,
        openedAt start: Int,
    ) throws(JSONPathError) -> [JSONPathNode] {
        var nodes: [JSONPathNode] = []
        while let next = peek {
            if next != "{" {
                nodes.append(.text(plainText()))
                continue
            }
            let open = position
            position += 1
            skipSpaces()
            if takeWord("end") {
                try close(open)
                guard isRange else { throw failure("{end} without {range …}", at: open) }
                return nodes
            }
            if takeWord("range") {
                skipSpaces()
                let path = try path()
                try close(open)
                try goDeeper()
                nodes.append(.range(path, try self.nodes(isRange: true, openedAt: open)))
                depth -= 1
                continue
            }
            try readActions(into: &nodes, open)
        }
        if isRange { throw failure("{range …} without {end}", at: start) }
        return nodes
    }

    /// Paths and quoted texts up to the closing brace.
    private mutating func readActions(
        into nodes: inout [JSONPathNode],
        _ open: Int,
    ) throws(JSONPathError) {
        var isEmpty = true
        while true {
            skipSpaces()
            guard let next = peek else { throw failure("'{' without '}'", at: open) }
            if next == "}" {
                position += 1
                if isEmpty { nodes.append(.path(JSONPath(offset: open))) }
                return
            }
            isEmpty = false
            if next == "\"" || next == "'" {
                nodes.append(.text(try quoted()))
            } else {
                nodes.append(.path(try path()))
            }
        }
    }

    private mutating func close(_ open: Int) throws(JSONPathError) {
        skipSpaces()
        guard peek != nil else { throw failure("'{' without '}'", at: open) }
        guard take("}") else { throw failure("'}' is expected here") }
    }

    private mutating func plainText() -> String {
        var text = String.UnicodeScalarView()
        while let next = peek, next != "{" {
            text.append(next)
            position += 1
        }
        return String(text)
    }

    // MARK: Paths

    private mutating func path() throws(JSONPathError) -> JSONPath {
        let begin = position
        var path = JSONPath(offset: begin - added)
        if take("$") {
            path.isFromRoot = true
        } else {
            _ = take("@")
        }
        let start = position
        loop: while let next = peek {
            switch next {
            case ".":
                position += 1
                if take(".") {
                    path.steps.append(.descend)
                    if peek == "[" { continue }
                } else if position == start + 1, isAtEndOfPath {
                    // A dot alone is the object itself.
                    break loop
                }
                path.steps.append(take("*") ? .all : .key(try key()))
            case "[": path.steps.append(try bracket())
            default: break loop
            }
        }
        guard isAtEndOfPath else {
            throw failure("a path begins with '.', '[', '@' or '$', and goes on with '.' or '['")
        }
        guard position > begin else { throw failure("a path is missing") }
        return path
    }

    private var isAtEndOfPath: Bool {
        guard let peek else { return true }
        return peek == " " || peek == "}" || peek == ")" || peek == "\"" || peek == "'"
            || "=!<>,".unicodeScalars.contains(peek)
    }

    /// A key without brackets; a backslash takes the meaning off what follows.
    private mutating func key() throws(JSONPathError) -> String {
        var key = String.UnicodeScalarView()
        while let next = peek, !"[].{} )\"'=!<>,|&".unicodeScalars.contains(next) {
            position += 1
            if next == "\\" {
                guard let escaped = peek else { throw failure("it ends with a backslash") }
                key.append(escaped)
                position += 1
            } else {
                key.append(next)
            }
        }
        guard !key.isEmpty else { throw failure("a key is missing behind '.'") }
        return String(key)
    }

    private mutating func bracket() throws(JSONPathError) -> JSONPath.Step {
        let open = position
        position += 1
        skipSpaces()
        let step: JSONPath.Step
        switch peek {
        case "*":
            position += 1
            step = .all
        case "?":
            position += 1
            try goDeeper()
            step = .filter(try filter())
            depth -= 1
        case "'", "\"":
            var keys = [try quoted()]
            while takeComma() { keys.append(try quoted()) }
            step = keys.count == 1 ? .key(keys[0]) : .keys(keys)
        default: step = try elements()
        }
        skipSpaces()
        guard peek != nil else { throw failure("'[' without ']'", at: open) }
        guard take("]") else {
            throw failure("']' is expected here; a key in brackets needs quotes")
        }
        return step
    }

    private mutating func elements() throws(JSONPathError) -> JSONPath.Step {
        let first = try number()
        if peek == ":" {
            position += 1
            let to = try number()
            var by: Int?
            if take(":") { by = try number() }
            guard by ?? 1 > 0 else { throw failure("a step of a slice is at least 1") }
            return .slice(from: first, to: to, by: by ?? 1)
        }
        guard let first else { throw failure("a number, '*', a quoted key or '?(' is expected") }
        var all = [first]
        while takeComma() {
            guard let next = try number() else { throw failure("a number is expected") }
            all.append(next)
        }
        return .elements(all)
    }

    private mutating func number() throws(JSONPathError) -> Int? {
        skipSpaces()
        let start = position
        if peek == "-" { position += 1 }
        while let next = peek, ("0"..."9").contains(next) { position += 1 }
        guard position > start else { return nil }
        let text = String(String.UnicodeScalarView(scalars[start..<position]))
        skipSpaces()
        guard let number = Int(text) else { throw failure("'\(text)' is no index", at: start) }
        return number
    }

    // MARK: Filters

    private mutating func filter() throws(JSONPathError) -> JSONPathFilter {
        guard take("(") else { throw failure("'(' is expected behind '?'") }
        skipSpaces()
        let left = try operand()
        skipSpaces()
        var comparison: JSONPathFilter.Comparison?
        var right: JSONPathFilter.Operand?
        if peek != ")" {
            comparison = try self.comparison()
            skipSpaces()
            right = try operand()
            skipSpaces()
        }
        guard take(")") else {
            throw failure("')' is expected here; one comparison stands in a filter")
        }
        return JSONPathFilter(left: left, comparison: comparison, right: right)
    }

    private mutating func comparison() throws(JSONPathError) -> JSONPathFilter.Comparison {
        for text in ["==", "!=", "<=", ">=", "<", ">"] {
            let scalars = Array(text.unicodeScalars)
            guard position + scalars.count <= self.scalars.count,
                Array(self.scalars[position..<(position + scalars.count)]) == scalars
            else { continue }
            position += scalars.count
            if let comparison = JSONPathFilter.Comparison(rawValue: text) { return comparison }
        }
        throw failure("one of ==, !=, <, <=, > and >= is expected here")
    }

    private mutating func operand() throws(JSONPathError) -> JSONPathFilter.Operand {
        switch peek {
        case "'", "\"": return .string(try quoted())
        case "@", "$", ".", "[": return .path(try path())
        default:
            let start = position
            var text = String.UnicodeScalarView()
            while let next = peek, !" )=!<>".unicodeScalars.contains(next) {
                text.append(next)
                position += 1
            }
            switch String(text) {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case let text:
                guard let number = Double(text) else {
                    throw failure(
                        "a path, a quoted text, a number, true or false is expected",
                        at: start
                    )
                }
                return .number(number)
            }
        }
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func takeComma() -> Bool {
        skipSpaces()
        guard take(",") else { return false }
        skipSpaces()
        return true
    }

    /// A word of the language, and not the beginning of another.
    private mutating func takeWord(_ word: String) -> Bool {
        let letters = Array(word.unicodeScalars)
        let end = position + letters.count
        guard end <= scalars.count, Array(scalars[position..<end]) == letters,
            end == scalars.count || " }.[$@".unicodeScalars.contains(scalars[end])
        else { return false }
        position = end
        return true
    }

    private mutating func skipSpaces() {
        while peek == " " { position += 1 }
    }

    /// A text in quotes, with the escapes of Go: `\n`, `\t`, `\\`, `\"`, `\'`, `\u00e4`.
    private mutating func quoted() throws(JSONPathError) -> String {
        let start = position
        guard let quote = peek, quote == "'" || quote == "\"" else {
            throw failure("a quoted text is expected")
        }
        position += 1
        var text = String.UnicodeScalarView()
        while let next = peek, next != quote {
            position += 1
            text.append(next == "\\" ? try escape() : next)
        }
        guard take(quote) else { throw failure("a quote is not closed", at: start) }
        return String(text)
    }

    private mutating func escape() throws(JSONPathError) -> Unicode.Scalar {
        guard let letter = peek else { throw failure("it ends with a backslash") }
        position += 1
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "0": return "\0"
        case "u":
            let digits = String(String.UnicodeScalarView(scalars[position...].prefix(4)))
            guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16),
                let scalar = Unicode.Scalar(value)
            else { throw failure("four hexadecimal digits are expected behind \\u") }
            position += 4
            return scalar
        default: return letter
        }
    }

    private func failure(_ problem: String, at place: Int? = nil) -> JSONPathError {
        JSONPathError(problem: problem, column: max(1, (place ?? position) + 1 - added))
    }
}
