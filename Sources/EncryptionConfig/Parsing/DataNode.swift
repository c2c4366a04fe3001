internal import KeyMaterial

/// A stretch of the text, counted from 1 in lines and Unicode scalars; the end is exclusive.
struct SourceRange: Sendable, Equatable {
    struct Position: Sendable, Equatable, Comparable {
        // Half the size, since a hostile file has millions of places; it has at most 4 MiB.
        private var shortLine: Int32
        private var shortColumn: Int32

        init(line: Int, column: Int) {
            (shortLine, shortColumn) = (Int32(line), Int32(column))
        }

        var line: Int {
            get { Int(shortLine) }
            set { shortLine = Int32(newValue) }
        }

        var column: Int {
            get { Int(shortColumn) }
            set { shortColumn = Int32(newValue) }
        }

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
        self.start = start.position
        self.end = end.position
    }
}

extension YAMLMark {
    /// Counted from 1.
    var position: SourceRange.Position {
        SourceRange.Position(line: line + 1, column: column + 1)
    }
}

/// Where a scalar lies in the text of all scalars, which is wiped when the configuration is built.
struct TextRange {
    // Half the size: a hostile file has millions of scalars.
    private let start: Int32
    private let end: Int32

    init(_ range: Range<Int>) {
        (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
    }

    var range: Range<Int> { Int(start)..<Int(end) }
}

/// A file's value and the text that its strings are parts of.
struct DataDocument {
    let root: DataNode
    let text: WipedText
}

/// What a file holds, whether written as YAML or JSON, in the terms of JSON.
struct DataNode {
    enum Content {
        case null
        case bool
        /// The value where the API server would read an integer of 64 bits, else nil.
        case number(Int64?)
        case string(TextRange)
        case array([DataNode])
        case object([Member])
    }

    /// What a key is before JSON makes it a string; two keys are duplicates when these are equal.
    ///
    /// Kept small: all but text stands behind a reference.
    enum Key: Hashable {
        case text(ByteText)
        indirect case other(Other)

        struct Other: Hashable {
            enum Value: Hashable {
                case bool(Bool)
                case integer(Int64)
                case unsigned(UInt64)
                case float(Double)
            }

            let value: Value
            /// As JSON has it, or the file.
            let name: String

            static func == (left: Other, right: Other) -> Bool { left.value == right.value }

            func hash(into hasher: inout Hasher) { hasher.combine(value) }
        }

        init(_ value: Other.Value, _ name: String) {
            self = .other(Other(value: value, name: name))
        }
    }

    struct Member {
        let key: Key
        let keyRange: SourceRange
        let value: DataNode

        var name: String {
            switch key {
            case .text(let text): text.text
            case .other(let other): other.name
            }
        }

        func isCalled(_ field: String) -> Bool {
            if case .text(let text) = key { text == ByteText(field) } else { false }
        }
    }

    /// The members of an object while it is read, each name once.
    struct MemberList {
        private(set) var members: [Member] = []
        /// Positions by key, once there are more than a glance takes in.
        private var seen: [Key: Int] = [:]

        private static let glance = 8

        /// Makes room, so that many members are not moved again and again.
        init(reserving count: Int) {
            members.reserveCapacity(count)
            if count > Self.glance { seen.reserveCapacity(count) }
        }

        /// Adds a member, or gives the one that has its key already.
        mutating func insert(_ member: Member) -> Member? {
            if let known = position(of: member.key) { return members[known] }
            members.append(member)
            if members.count == Self.glance + 1 {
                for (index, member) in members.enumerated() { seen[member.key] = index }
            } else if members.count > Self.glance {
                seen[member.key] = members.count - 1
            }
            return nil
        }

        private func position(of key: Key) -> Int? {
            members.count > Self.glance
                ? seen[key] : members.firstIndex { $0.key == key }
        }
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
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
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
