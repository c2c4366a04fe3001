internal import KeyMaterial

/// A value of a document in the terms of JSON: aliases followed, mappings merged.
///
/// It is a view; what it shows lies in the document.
struct DataNode {
    enum Content {
        case null
        case bool
        /// The value where the API server would read an integer of 64 bits, else nil.
        case number(Int64?)
        /// A part of the document's text.
        case string(Range<Int>)
        case array(Elements)
        case object(Members)
    }

    /// The elements of a list.
    struct Elements: Sequence, IteratorProtocol {
        fileprivate let document: DataDocument
        fileprivate var elements: DataDocument.Elements

        mutating func next() -> DataNode? {
            elements.next().map { DataNode(document, $0) }
        }
    }

    /// The members of a mapping.
    struct Members: Sequence, IteratorProtocol {
        fileprivate let document: DataDocument
        fileprivate var written: DataDocument.Pairs
        fileprivate var merged: IndexingIterator<[DataDocument.Pair]>?

        mutating func next() -> Member? {
            if merged != nil { return merged?.next().map { Member(document, $0) } }
            while let pair = written.next() {
                if !document.nodes[pair.key].isDropped { return Member(document, pair) }
            }
            return nil
        }
    }

    /// A field and its value.
    struct Member {
        private let document: DataDocument
        private let pair: DataDocument.Pair

        fileprivate init(_ document: DataDocument, _ pair: DataDocument.Pair) {
            (self.document, self.pair) = (document, pair)
        }

        var keyRange: SourceRange { document.nodes[pair.key].range }

        /// Nothing at all counts as null.
        var value: DataNode {
            pair.value.map { DataNode(document, $0) } ?? DataNode(document, nil, behind: keyRange)
        }

        var name: String { document.name(pair.key) }

        func isCalled(_ field: String) -> Bool {
            guard case .text(let range) = document.key(pair.key) else { return false }
            return document.text.part(range).elementsEqual(field.utf8)
        }
    }

    private let document: DataDocument
    private let index: Int?
    let range: SourceRange

    /// The value that a node stands for.
    init(_ document: DataDocument, _ index: Int) {
        self.document = document
        let target = document.resolved(index)
        self.index = target
        range = document.nodes[target].range
    }

    /// The value of the file; null in one without a document.
    init(_ document: DataDocument) {
        if let root = document.root {
            self.init(document, root)
        } else {
            self.init(document, nil, behind: SourceRange(start: 0, end: 0))
        }
    }

    private init(_ document: DataDocument, _ index: Int?, behind range: SourceRange) {
        (self.document, self.index) = (document, index)
        self.range = SourceRange(start: range.end, end: range.end)
    }

    private var type: DocumentNode.Kind { index.map { document.nodes[$0].kind } ?? .null }

    var content: Content {
        guard let index else { return .null }
        switch type {
        case .null, .alias: return .null
        case .bool: return .bool
        case .number: return .number(integer(index))
        case .string: return .string(document.nodes[index].text)
        case .binary: return .string(document.binaries[index] ?? 0..<0)
        case .sequence:
            let elements = document.elements(of: index)
            return .array(Elements(document: document, elements: elements))
        case .mapping:
            let merged = document.merged.isEmpty ? nil : document.merged[index]
            return .object(
                Members(
                    document: document,
                    written: document.pairs(of: index),
                    merged: merged?.makeIterator()
                )
            )
        }
    }

    private func integer(_ index: Int) -> Int64? {
        if document.isJSON {
            return Int64(String(decoding: document.value(of: index), as: UTF8.self))
        }
        // A number without a fraction is written without one in JSON.
        switch try? document.scalar(index) {
        case .integer(let value): return value
        case .float(let value): return Int64(exactly: value)
        default: return nil
        }
    }

    /// With an article, for messages.
    var kind: String {
        switch type {
        case .null, .alias: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string, .binary: "a string"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    var isNull: Bool { type == .null }
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
