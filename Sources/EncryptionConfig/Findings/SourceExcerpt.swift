/// One line of a file with its secrets masked, and the place of a caret under it.
public struct SourceExcerpt: Sendable, Equatable {
    /// The line, or the part of it around the place; nothing in it can be a key.
    public let text: String
    /// How many scalars of `text` stand before the caret.
    public let caret: Int
}

/// Cuts excerpts out of a file, one after the other.
struct ExcerptMaker {
    private static let width = 100
    private static let margin = 100
    /// How far back a `secret` is looked for on its line.
    private static let reach = 4096
    private static let word = "secret".unicodeScalars.map(\.value)

    private let text: [UInt32]
    private let secrets: [SourceRange]
    private let isParsed: Bool
    /// The line that was looked at last: its number, and where it begins and ends.
    private var line = 1
    private var lineStart = 0
    private var lineEnd = 0

    /// Prepares a file as far as it is text.
    ///
    /// Where the file could not be parsed, nobody knows what is a secret, so more is masked.
    init(_ bytes: [UInt8], secrets: [SourceRange], isParsed: Bool) {
        self.secrets = Self.joined(secrets)
        self.isParsed = isParsed
        text = Self.decode(bytes)
        lineEnd = endOfLine(from: 0)
    }

    /// Cuts out a place; it takes least time when each place lies behind the one before.
    mutating func excerpt(line: Int, column: Int) -> SourceExcerpt? {
        guard let line = find(line) else { return nil }
        let place = line.lowerBound + min(max(column - 1, 0), line.count)
        let start = max(line.lowerBound, min(place - Self.width / 2, line.upperBound - Self.width))
        let end = min(start + Self.width, line.upperBound)
        // A run that reaches in from outside is recognised by the margin.
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
        text[start...].firstIndex(where: YAMLCharacter.isBreak) ?? text.count
    }

    private func startsPair(_ index: Int) -> Bool {
        text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
    }

    /// The same stretches in order and without overlaps, so that those of a line are found soon.
    private static func joined(_ secrets: [SourceRange]) -> [SourceRange] {
        var joined: [SourceRange] = []
        for secret in secrets.sorted(by: { $0.start < $1.start }) {
            if let last = joined.last, secret.start <= last.end {
                joined[joined.count - 1].end = max(last.end, secret.end)
            } else {
                joined.append(secret)
            }
        }
        return joined
    }

    private static func decode(_ bytes: [UInt8]) -> [UInt32] {
        let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
        guard isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) else {
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            return String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.map(\.value)
        }
        var units: [UInt16] = []
        for index in stride(from: 2, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
        }
        return String(decoding: units, as: UTF16.self).unicodeScalars.map(\.value)
    }

    // MARK: Masking

    /// The part of a line, masked scalar for scalar, so places stay what they were.
    private func mask(_ part: Range<Int>, of line: Range<Int>) -> [Unicode.Scalar] {
        var view = String.UnicodeScalarView()
        for scalar in text[part] { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        var scalars = Array(SafeText.mask(String(view)).unicodeScalars)
        let first = part.lowerBound
        for secret in secrets(in: part, of: line) {
            hide(&scalars, (secret.lowerBound - first)..<(secret.upperBound - first))
        }
        if let start = afterSecret(line, part) { hide(&scalars, (start - first)..<scalars.count) }
        if !isParsed, line.count > Self.reach || !isHarmless(text[line]) {
            hide(&scalars, 0..<scalars.count)
        }
        return scalars
    }

    /// The stretches of secrets on a line that reach into a part of it.
    private func secrets(in part: Range<Int>, of line: Range<Int>) -> [Range<Int>] {
        let place = SourceRange.Position(
            line: self.line,
            column: part.lowerBound - line.lowerBound + 1
        )
        var (low, high) = (0, secrets.count)
        while low < high {
            let middle = (low + high) / 2
            if secrets[middle].end <= place { low = middle + 1 } else { high = middle }
        }
        var found: [Range<Int>] = []
        for secret in secrets[low...] {
            guard secret.start.line <= self.line else { break }
            let start =
                secret.start.line < self.line ? 0 : min(secret.start.column - 1, line.count)
            let end = secret.end.line > self.line ? line.count : secret.end.column - 1
            guard line.lowerBound + start < part.upperBound else { break }
            found.append((line.lowerBound + start)..<(line.lowerBound + max(start, end)))
        }
        return found
    }

    private func hide(_ scalars: inout [Unicode.Scalar], _ range: Range<Int>) {
        for index in range.clamped(to: 0..<scalars.count)
        where scalars[index] != " " {
            scalars[index] = SafeText.mark
        }
    }

    /// Where the text after a `secret` and its colon begins.
    private func afterSecret(_ line: Range<Int>, _ part: Range<Int>) -> Int? {
        let back = max(line.lowerBound, part.lowerBound - Self.reach)
        let word = Self.word
        let lower = text[back..<part.upperBound].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard lower.count > word.count else { return nil }
        for start in 0..<(lower.count - word.count)
        where lower[start..<(start + word.count)].elementsEqual(word) {
            let rest = lower[(start + word.count)...]
            // `secrets` and `secretbox` are words of the form.
            if let next = rest.first, (0x61...0x7A).contains(next) { continue }
            return back + min(start + word.count + 1, lower.count)
        }
        return nil
    }

    /// Whether a line of a file that is not understood surely holds no part of a secret.
    private func isHarmless(_ line: ArraySlice<UInt32>) -> Bool {
        let content = line.drop { $0 == " " || $0 == "-" }
        if content.isEmpty { return true }
        if content.contains(where: { $0 == ":" }) { return true }
        return content.count <= 40
            && content.allSatisfy { (0x61...0x7A).contains($0) || $0 == "." || $0 == "*" }
    }
}
