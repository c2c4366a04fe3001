/// A stretch of the text, counted from 1 in lines and Unicode scalars; the end is exclusive.
struct SourceRange: Sendable, Equatable {
    struct Position: Sendable, Equatable, Comparable {
        var line: Int
        var column: Int

        static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    var start: Position
    var end: Position

    init(start: Position, end: Position) {
        self.start = start
        self.end = end
    }

    init(_ start: YAMLMark, _ end: YAMLMark) {
        self.start = Position(line: start.line + 1, column: start.column + 1)
        self.end = Position(line: end.line + 1, column: end.column + 1)
    }
}

/// What a file holds, whether written as YAML or JSON, in the terms of JSON.
final class DataNode {
    enum Content {
        case null
        case bool
        /// The value where the API server would read an integer of 64 bits, else nil.
        case number(Int64?)
        case string(String)
        case array([DataNode])
        case object([Member])
    }

    /// What a key is before JSON makes it a string; two keys are duplicates when these are equal.
    enum Key: Hashable {
        case null
        case bool(Bool)
        case integer(Int64)
        case unsigned(UInt64)
        case float(Double)
        case text([UInt8])
    }

    struct Member {
        let key: Key
        let name: String
        let keyRange: SourceRange
        let value: DataNode
    }

    let content: Content
    let range: SourceRange

    init(_ content: Content, _ range: SourceRange) {
        self.content = content
        self.range = range
    }

    /// With an article, for messages.
    var kind: String {
        switch content {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "a mapping"
        }
    }

    var isNull: Bool {
        if case .null = content { true } else { false }
    }
}

/// Makes text of bytes as Go does: each byte that is no part of valid UTF-8 becomes U+FFFD.
func repairedText(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count {
        let width =
            (1...min(4, bytes.count - index)).first {
                String(validating: bytes[index..<(index + $0)], as: UTF8.self) != nil
            } ?? 0
        if width == 0 {
            text.append("\u{FFFD}")
            index += 1
        } else {
            text += String(decoding: bytes[index..<(index + width)], as: UTF8.self).unicodeScalars
            index += width
        }
    }
    return String(text)
}
