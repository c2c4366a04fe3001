/// One line of a file with its secrets masked, and the place of a caret under it.
public struct SourceExcerpt: Sendable, Equatable {
    /// The line, or the part of it around the place; nothing in it can be a key.
    public let text: String
    /// How many scalars of `text` stand before the caret.
    public let caret: Int
}

/// Cuts excerpts out of a file, one after the other.
///
/// An excerpt shows the file's structure, words that kenc knows, and names where it knows that they
/// are names and ``SafeText`` lets them through. Everything else is masked, scalar for scalar, so
/// places stay what they were.
struct ExcerptMaker {
    private static let width = 100
    private static let margin = 100

    private var text: TextScalars
    private let names: [SourceRange]
    private let lines: LineTable
    /// The line that was looked at last: its number, and where it begins and ends.
    private var line = 1
    private var lineStart = 0
    private var lineEnd = 0
    /// The rules that the comments of a line switch off, of the line that was asked for last.
    private var ignored: (line: Int, rules: Set<Rule>)?

    /// Prepares a file as far as it is text.
    init(_ bytes: [UInt8], names: [SourceRange], _ lines: LineTable) {
        self.names = names.sorted { $0.start < $1.start }
        self.lines = lines
        text = ScalarDecoder.decode(bytes)
        lineEnd = endOfLine(from: 0)
    }

    /// Wipes the file's text.
    mutating func finish() { text.wipeAll() }

    /// Cuts out a place; it takes least time when each place lies behind the one before.
    mutating func excerpt(line: Int, column: Int) -> SourceExcerpt? {
        guard let line = find(line) else { return nil }
        let place = line.lowerBound + min(max(column - 1, 0), line.count)
        let start = max(line.lowerBound, min(place - Self.width / 2, line.upperBound - Self.width))
        let end = min(start + Self.width, line.upperBound)
        // A word that reaches in from outside is recognised by the margin.
        let margin =
            max(line.lowerBound, start - Self.margin)..<min(end + Self.margin, line.upperBound)
        let masked = mask(margin, of: line)
        let lead = start > line.lowerBound ? "…" : ""
        let tail = end < line.upperBound ? "…" : ""
        var shown = String.UnicodeScalarView()
        shown.append(
            contentsOf: masked[(start - margin.lowerBound)..<(end - margin.lowerBound)]
        )
        return SourceExcerpt(
            text: lead + String(shown) + tail,
            caret: place - start + lead.unicodeScalars.count,
        )
    }

    /// The rules that a comment beside a line, or alone on the line above, switches off:
    /// `# kenc:ignore RULE`, several with spaces or commas.
    mutating func ignoredRules(line: Int) -> Set<Rule> {
        // A line may be the whole file, and have a thousand findings.
        if let ignored, ignored.line == line { return ignored.rules }
        var rules: Set<Rule> = []
        for number in [line - 1, line] {
            guard let range = find(number) else { continue }
            if number < line {
                let start = range.first { text[$0] != " " && text[$0] != "\t" }
                guard let start, text[start] == "#" else { continue }
            }
            rules.formUnion(ignoredRules(range))
        }
        ignored = (line, rules)
        return rules
    }

    private static let ignoreMark = "kenc:ignore".unicodeScalars.map(\.value)

    private func ignoredRules(_ line: Range<Int>) -> [Rule] {
        guard let sign = line.last(where: { text[$0] == "#" }),
            sign == line.lowerBound || YAMLCharacter.isBlank(text[sign - 1])
        else { return [] }
        let comment = ((sign + 1)..<line.upperBound).drop { YAMLCharacter.isBlank(text[$0]) }
        guard comment.lazy.map({ text[$0] }).starts(with: Self.ignoreMark) else { return [] }
        return comment.dropFirst(Self.ignoreMark.count)
            .split { YAMLCharacter.isBlank(text[$0]) || text[$0] == "," }
            .compactMap { word in
                var name = String.UnicodeScalarView()
                for index in word.prefix(64) { name.append(Unicode.Scalar(text[index]) ?? "?") }
                return Rule(rawValue: String(name))
            }
    }

    /// Where a line lies in the text, without its break.
    private mutating func find(_ number: Int) -> Range<Int>? {
        guard number >= 1 else { return nil }
        if number < line { (line, lineStart, lineEnd) = (1, 0, endOfLine(from: 0)) }
        while line < number {
            guard lineEnd < text.count else { return nil }
            lineStart = lineEnd + (startsPair(lineEnd) ? 2 : 1)
            lineEnd = endOfLine(from: lineStart)
            line += 1
        }
        return lineStart..<lineEnd
    }

    private func endOfLine(from start: Int) -> Int {
        (start..<text.count).first { YAMLCharacter.isBreak(text[$0]) } ?? text.count
    }

    private func startsPair(_ index: Int) -> Bool {
        text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
    }

    // MARK: Masking

    private func mask(_ part: Range<Int>, of line: Range<Int>) -> [Unicode.Scalar] {
        var shown: [Unicode.Scalar] = []
        shown.reserveCapacity(part.count)
        var index = part.lowerBound
        while index < part.upperBound {
            if Self.isStructure(text[index]) {
                shown.append(Unicode.Scalar(text[index]) ?? SafeText.mark)
                index += 1
                continue
            }
            var end = index
            while end < part.upperBound, !Self.isStructure(text[end]) || Self.isInside(text, end) {
                end += 1
            }
            // A word cut by the margin is not known whole.
            let isWhole =
                (index > part.lowerBound || index == line.lowerBound)
                && (end < part.upperBound || end == line.upperBound)
            if isWhole, isShowable(index..<end, of: line) {
                shown += (index..<end).map { Unicode.Scalar(text[$0]) ?? SafeText.mark }
            } else {
                shown += repeatElement(SafeText.mark, count: end - index)
            }
            index = end
        }
        return shown
    }

    private func isShowable(_ word: Range<Int>, of line: Range<Int>) -> Bool {
        guard word.count <= 64 else { return false }
        var scalars = String.UnicodeScalarView()
        for index in word {
            guard text[index] < 0x80, let scalar = Unicode.Scalar(text[index]) else { return false }
            scalars.append(scalar)
        }
        let text = String(scalars)
        return KnownWords.contains(text)
            || isName(word, of: line) && SafeText.isShowable(text) && !Self.isNumber(text)
    }

    /// Whether it could be hex or a number: a list of such names may be the bytes of a key.
    private static func isNumber(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !("g"..."z").contains($0) }
    }

    /// Whether a word lies where a name stands.
    private func isName(_ word: Range<Int>, of line: Range<Int>) -> Bool {
        let start = SourceRange.Position(
            line: self.line,
            column: word.lowerBound - line.lowerBound + 1
        )
        let end = SourceRange.Position(line: self.line, column: start.column + word.count)
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            let place = lines.position(of: names[middle].start)
            if place <= start { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return false }
        let name = names[low - 1]
        let (first, last) = (lines.position(of: name.start), lines.position(of: name.end))
        // Alone but for its quotes: a part of a longer text is no name.
        return first.line == last.line && end <= last
            && start.column - first.column <= 1 && last.column - end.column <= 1
    }

    /// What a file's form is made of.
    private static func isStructure(_ scalar: UInt32) -> Bool {
        switch scalar {
        case " ", "-", ":", "{", "}", "[", "]", ",", "\"", "'", "#", "&", "*", "!", "|", ">", "?",
            "%", "<":
            true
        default: false
        }
    }

    /// Whether a dash or colon has a word on both sides and so belongs to it.
    private static func isInside(_ text: TextScalars, _ index: Int) -> Bool {
        guard text[index] == "-" || text[index] == ":" || text[index] == "*" else { return false }
        return index + 1 < text.count && !isStructure(text[index + 1])
            && !YAMLCharacter.isBreak(text[index + 1])
    }
}

/// Makes scalars of a file, whatever its bytes are.
private enum ScalarDecoder {
    static func decode(_ bytes: [UInt8]) -> TextScalars {
        var scalars = TextScalars(upTo: bytes.count)
        let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
        if isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) {
            var index = 2
            while index + 1 < bytes.count {
                let unit = unit(bytes, index, isLittleEndian)
                index += 2
                if unit & 0xFC00 == 0xD800, index + 1 < bytes.count {
                    let low = self.unit(bytes, index, isLittleEndian)
                    if low & 0xFC00 == 0xDC00 {
                        scalars.append(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
                        index += 2
                        continue
                    }
                }
                scalars.append(unit & 0xF800 == 0xD800 ? 0xFFFD : unit)
            }
            return scalars
        }
        var decoder = Unicode.UTF8.ForwardParser()
        var rest = bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...].makeIterator()
        while true {
            switch decoder.parseScalar(from: &rest) {
            case .valid(let encoded): scalars.append(Unicode.UTF8.decode(encoded).value)
            case .error: scalars.append(0xFFFD)
            case .emptyInput: return scalars
            }
        }
    }

    private static func unit(_ bytes: [UInt8], _ index: Int, _ isLittleEndian: Bool) -> UInt32 {
        let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }
}
