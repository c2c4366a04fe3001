internal import DurableFiles
public import WireFormats

/// Why a dump cannot be read, and where.
///
/// It never holds a key's or value's text.
public struct DumpError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Problem: Equatable, Sendable {
        /// Not one byte.
        case empty
        /// The first byte starts no JSON object.
        case notJSON
        /// A gzip file.
        case gzip
        /// The first object has none of the members of an etcd answer.
        case notADump
        /// The text is no JSON.
        case json(JSONError.Problem)
        /// `kvs` is neither an array nor null.
        case kvsNotAnArray
        /// An element of `kvs` is not an object.
        case entryNotAnObject
        /// An entry has no key, or an empty one.
        case entryWithoutKey
        /// A field of an entry appears twice.
        case duplicateField(DumpField)
        /// A field of an entry is of the wrong JSON type.
        case fieldType(DumpField)
        /// A key or value is not base64.
        case base64(DumpField, WireFormatError.Problem)
        /// One entry or one other member is larger than ``DumpReader/maximumItemSize``.
        case tooLarge
        /// The operating system refused; the number is errno.
        case io(operation: String, code: Int32)
    }

    /// What went wrong.
    public let problem: Problem
    /// The offset in bytes from the start of the dump.
    public let offset: Int
    /// The line of that byte, from 1.
    public let line: Int
    /// The file, as it was named by the caller.
    public var file: String?

    /// The problem, its place and, where there is one, what to do.
    public var description: String {
        let text =
            switch problem {
            case .empty, .io: problem.text
            default: "\(problem.text) (byte \(offset), line \(line))"
            }
        return (file.map { "\($0): " } ?? "") + text
    }
}

extension DumpError.Problem {
    private static let take = "take it with 'etcdctl get / --prefix -w json'"

    fileprivate var text: String {
        switch self {
        case .empty: "the dump is empty, not one byte; \(Self.take)"
        case .notJSON: "the dump does not start with '{'; \(Self.take)"
        case .gzip: "the dump is compressed with gzip; pipe it through 'gunzip -c' first"
        case .notADump: "the JSON object is no answer of etcd: it has no header, kvs or count"
        case .json(.inputEnded): "the dump breaks off in the middle; was it cut while copying?"
        case .json(let problem): JSONError(problem, at: 0).message
        case .kvsNotAnArray: "'kvs' is not an array"
        case .entryNotAnObject: "an element of 'kvs' is not an object"
        case .entryWithoutKey: "an element of 'kvs' has no key"
        case .duplicateField(let field): "an element of 'kvs' has two fields '\(field.name)'"
        case .fieldType(let field):
            "the field '\(field.name)' is not a \(field.isText ? "string" : "whole number")"
        case .base64(let field, let problem):
            "the field '\(field.name)' is not base64: \(problem.base64Text)"
        case .tooLarge: "one entry takes more than \(DumpReader.maximumItemSize >> 20) MiB"
        case .io(let operation, let code): "cannot \(operation): \(SystemError(code: code).text)"
        }
    }
}

extension WireFormatError.Problem {
    fileprivate var base64Text: String {
        switch self {
        case .character: "a character is not of the alphabet"
        case .padding: "the padding is missing or misplaced"
        default: "the last character is malformed"
        }
    }
}
