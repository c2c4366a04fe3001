/// The way to a field of an object, as typed by a person.
///
/// `data.password`, `.data.password` and `{.data.password}` are the same. A dot within a key is
/// written `data['tls.crt']`, `data["tls.crt"]` or `{.data.tls\.crt}`; `[0]` is an element of a
/// list.
public struct ObjectPath: Sendable, Hashable, CustomStringConvertible {
    enum Step: Sendable, Hashable {
        case key(String)
        case element(Int)
    }

    let steps: [Step]
    /// The path as it was typed.
    public let description: String

    /// Reads a path.
    public init(_ text: String) throws(ObjectPathError) {
        var parser = ObjectPathParser(text: text)
        steps = try parser.steps()
        description = text
    }
}

/// Why a text is no ``ObjectPath``.
public struct ObjectPathError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, with an example that is right.
    public let description: String
}

extension KubernetesValue {
    /// The field at the end of a path; nil if there is none.
    public func field(_ path: ObjectPath) -> KubernetesValue? {
        var value = self
        for step in path.steps {
            switch (step, value) {
            case (.key(let key), .object):
                guard let member = value[key] else { return nil }
                value = member
            case (.element(let index), .array(let elements)):
                guard elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// The field at the end of a path such as `data['tls.crt']`; nil if there is none.
    public func field(path: String) throws(ObjectPathError) -> KubernetesValue? {
        field(try ObjectPath(path))
    }
}

private struct ObjectPathParser {
    private let characters: [UInt8]
    private var position = 0
    private let text: String

    init(text: String) {
        self.text = text
        characters = Array(text.utf8)
    }

    mutating func steps() throws(ObjectPathError) -> [ObjectPath.Step] {
        let braces = peek == UInt8(ascii: "{")
        if braces { position += 1 }
        if peek == UInt8(ascii: "$") { position += 1 }
        var steps: [ObjectPath.Step] = []
        while let next = peek, !(braces && next == UInt8(ascii: "}")) {
            switch next {
            case UInt8(ascii: "["):
                steps.append(try bracket())
            case UInt8(ascii: "."):
                position += 1
                if peek == UInt8(ascii: "[") { continue }
                steps.append(try key(inBraces: braces))
            default:
                guard steps.isEmpty else { throw failure("a '.' or '[' is missing") }
                steps.append(try key(inBraces: braces))
            }
        }
        if braces {
            guard peek != nil else { throw failure("the closing '}' is missing") }
            position += 1
            guard peek == nil else { throw failure("there is text after '}'") }
        }
        guard !steps.isEmpty else { throw failure("it names no field") }
        return steps
    }

    private var peek: UInt8? { position < characters.count ? characters[position] : nil }

    /// A key without brackets, with `\` before a dot or bracket that belongs to it.
    private mutating func key(inBraces: Bool) throws(ObjectPathError) -> ObjectPath.Step {
        var key: [UInt8] = []
        while let next = peek {
            if next == UInt8(ascii: ".") || next == UInt8(ascii: "[") { break }
            if inBraces, next == UInt8(ascii: "}") { break }
            position += 1
            if next == UInt8(ascii: "\\") {
                guard let escaped = peek else { throw failure("it ends with a backslash") }
                key.append(escaped)
                position += 1
            } else {
                key.append(next)
            }
        }
        guard !key.isEmpty else { throw failure("a key is empty") }
        return .key(String(decoding: key, as: UTF8.self))
    }

    private mutating func bracket() throws(ObjectPathError) -> ObjectPath.Step {
        position += 1
        guard let quote = peek else { throw failure("the closing ']' is missing") }
        var content: [UInt8] = []
        let step: ObjectPath.Step
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            position += 1
            while let next = peek, next != quote {
                content.append(next)
                position += 1
            }
            guard peek == quote else { throw failure("a quote is not closed") }
            position += 1
            step = .key(String(decoding: content, as: UTF8.self))
        } else {
            while let next = peek, next != UInt8(ascii: "]") {
                content.append(next)
                position += 1
            }
            let digits = String(decoding: content, as: UTF8.self)
            guard let index = Int(digits), index >= 0 else {
                throw failure("a key in brackets needs quotes")
            }
            step = .element(index)
        }
        guard peek == UInt8(ascii: "]") else { throw failure("the closing ']' is missing") }
        position += 1
        return step
    }

    private func failure(_ problem: String) -> ObjectPathError {
        ObjectPathError(
            description:
                "'\(text)' is no path to a field: \(problem); write for example data.password "
                + "or data['tls.crt']"
        )
    }
}
