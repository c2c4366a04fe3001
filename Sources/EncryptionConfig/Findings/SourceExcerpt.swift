/// One line of a file with its secrets masked, and the place of a caret under it.
public struct SourceExcerpt: Sendable, Equatable {
    /// The line, or the part of it around the place; nothing in it can be a key.
    public let text: String
    /// How many scalars of `text` stand before the caret.
    public let caret: Int
}

/// Cuts excerpts out of a file.
struct ExcerptMaker {
    private static let width = 100
    private static let margin = 100
    /// How far back a `secret` is looked for on its line.
    private static let reach = 4096

    private let lines: [[UInt32]]
    private let secrets: [SourceRange]
    private let isParsed: Bool

    /// Prepares the lines of a file as far as they are text.
    ///
    /// Where the file could not be parsed, nobody knows what is a secret, so more is masked.
    init(_ bytes: [UInt8], secrets: [SourceRange], isParsed: Bool) {
        self.secrets = secrets
        self.isParsed = isParsed
        lines = Self.split(bytes)
    }

    func excerpt(line: Int, column: Int) -> SourceExcerpt? {
        guard line >= 1, line <= lines.count else { return nil }
        let scalars = lines[line - 1]
        let place = min(max(column - 1, 0), scalars.count)
        let start = max(0, min(place - Self.width / 2, scalars.count - Self.width))
        let end = min(start + Self.width, scalars.count)
        // A run that reaches in from outside is recognised by the margin.
        let margin = max(0, start - Self.margin)..<min(end + Self.margin, scalars.count)
        let masked = mask(scalars, margin, line: line)
        let lead = start > 0 ? "…" : ""
        let tail = end < scalars.count ? "…" : ""
        var text = String.UnicodeScalarView()
        text.append(
            contentsOf: masked[(start - margin.lowerBound)..<(end - margin.lowerBound)]
        )
        return SourceExcerpt(
            text: lead + String(text) + tail,
            caret: place - start + lead.unicodeScalars.count,
        )
    }

    private static func split(_ bytes: [UInt8]) -> [[UInt32]] {
        let text = decode(bytes)
        var lines: [[UInt32]] = []
        var line: [UInt32] = []
        for (index, scalar) in text.enumerated() {
            let isBreak = YAMLCharacter.isBreak(scalar)
            if isBreak, scalar == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A { continue }
            if isBreak {
                lines.append(line)
                line = []
            } else {
                line.append(scalar)
            }
        }
        lines.append(line)
        return lines
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
    private func mask(
        _ line: [UInt32],
        _ part: Range<Int>,
        line number: Int,
    ) -> [Unicode.Scalar] {
        var view = String.UnicodeScalarView()
        for scalar in line[part] { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        var scalars = Array(SafeText.mask(String(view)).unicodeScalars)
        let first = part.lowerBound
        for secret in secrets
        where secret.start.line <= number && number <= secret.end.line {
            let start = secret.start.line < number ? 0 : secret.start.column - 1
            let end = secret.end.line > number ? line.count : secret.end.column - 1
            hide(&scalars, (start - first)..<max(start - first, end - first))
        }
        if let start = afterSecret(line, part) { hide(&scalars, (start - first)..<scalars.count) }
        if !isParsed, line.count > Self.reach || !isHarmless(line) {
            hide(&scalars, 0..<scalars.count)
        }
        return scalars
    }

    private func hide(_ scalars: inout [Unicode.Scalar], _ range: Range<Int>) {
        for index in range.clamped(to: 0..<scalars.count)
        where scalars[index] != " " {
            scalars[index] = SafeText.mark
        }
    }

    /// Where the text after a `secret` and its colon begins.
    private func afterSecret(_ line: [UInt32], _ part: Range<Int>) -> Int? {
        let back = max(0, part.lowerBound - Self.reach)
        let word = Array("secret".unicodeScalars.map(\.value))
        let lower = line[back..<part.upperBound].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
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
    private func isHarmless(_ line: [UInt32]) -> Bool {
        let content = line.drop { $0 == " " || $0 == "-" }
        if content.isEmpty { return true }
        if content.contains(where: { $0 == ":" }) { return true }
        return content.count <= 40
            && content.allSatisfy { (0x61...0x7A).contains($0) || $0 == "." || $0 == "*" }
    }
}
