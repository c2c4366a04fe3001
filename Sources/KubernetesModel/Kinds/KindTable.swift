/// The built-in kinds of Kubernetes and the messages they are made of, from
/// `Generated/KindText.swift`.
///
/// The text costs nothing until a protobuf object is printed; then it is cut into lines once, and a
/// message's line is read when one is met.
struct KindTable: Sendable {
    static let shared = KindTable()

    /// The type of `metadata`.
    static let objectMeta = 0

    let kinds: [Substring: Int]
    let types: [Substring]

    private init() {
        let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.firstIndex(of: "") ?? lines.count
        var kinds: [Substring: Int] = [:]
        for line in lines[..<end] {
            guard let space = line.lastIndex(of: " ") else { continue }
            kinds[line[..<space]] = Int(line[line.index(after: space)...])
        }
        self.kinds = kinds
        types = Array(lines[min(end + 1, lines.count)...])
    }

    /// The type of a kind; nil for one that is not built in, or newer.
    func type(apiVersion: String, kind: String) -> Int? {
        kinds["\(apiVersion) \(kind)"[...]]
    }

    /// Reads the line of a type.
    func message(_ type: Int) -> MessageType {
        MessageType(line: types[type])
    }
}

/// A message: its fields, and how its JSON is written.
struct MessageType: Sendable {
    /// How the JSON of a message is written.
    enum Form: String, Sendable {
        /// An object of the fields.
        case object
        /// 1 seconds, 2 nanoseconds: RFC 3339 in UTC.
        case time
        /// The same, with six digits after the second.
        case microTime
        /// 1 text.
        case quantity
        /// 1 kind (0 number, 1 text), 2 number, 3 text.
        case intOrString
        /// 1 bytes, which are JSON.
        case json
        /// 1 a flag, 2 a message that goes before it.
        case orBool
        /// 1 a message, 2 a list that goes before it.
        case orList
        /// 1 elements.
        case list
    }

    enum Content: Sendable {
        case string
        case bool
        case int32
        case int64
        case double
        case bytes
        case message(Int)
    }

    enum Shape: Character, Sendable {
        case value = "v"
        case pointer = "p"
        case list = "l"
        case map = "m"
    }

    struct Field: Sendable {
        let number: Int
        /// Empty where the members stand directly in the parent object.
        let name: String
        let content: Content
        let shape: Shape
        /// Whether the stored field can come several times, one for each element.
        let isRepeated: Bool
        /// Go's `omitempty`.
        let omitsEmpty: Bool
        /// Go's `omitzero`.
        let omitsZero: Bool
    }

    let form: Form
    let fields: [Field]

    fileprivate init(line: Substring) {
        var form = Form.object
        var fields: [Field] = []
        for word in line.split(separator: " ") {
            if word.first == "@" {
                form = Form(rawValue: String(word.dropFirst())) ?? form
            } else if let field = Field(word) {
                fields.append(field)
            }
        }
        self.form = form
        self.fields = fields
    }
}

extension MessageType.Field {
    fileprivate init?(_ word: Substring) {
        let parts = word.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 4, let number = Int(parts[0]) else { return nil }
        self.number = number
        name = String(parts[1])
        switch parts[2] {
        case "s": content = .string
        case "b": content = .bool
        case "i": content = .int32
        case "l": content = .int64
        case "d": content = .double
        case "y": content = .bytes
        default:
            guard let type = Int(parts[2]) else { return nil }
            content = .message(type)
        }
        guard let shape = parts[3].first.flatMap(MessageType.Shape.init) else { return nil }
        self.shape = shape
        isRepeated = parts[3].contains("r")
        omitsEmpty = parts[3].contains("e")
        omitsZero = parts[3].contains("z")
    }
}
