/// What is wrong with encoded bytes, and where.
///
/// It never holds any of the bytes.
public struct WireFormatError: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Problem: Equatable, Hashable, Sendable {
        /// The input ends inside an item.
        case truncated
        /// A length says more bytes than the input has left.
        case lengthBeyondInput
        /// A protobuf varint of more than 10 bytes.
        case varintTooLong
        /// A protobuf field number of 0 or over 2^29 - 1.
        case fieldNumber
        /// A protobuf wire type that is a group (3, 4) or unknown (6, 7).
        case wireType
        /// A field whose wire type is not the one its number stands for.
        case unexpectedWireType
        /// A CBOR head that RFC 8949 reserves, or a break outside an indefinite-length item.
        case malformedHead
        /// An item where another kind of item has to be, such as an array as a map key.
        case unexpectedItem
        /// Nested deeper than the limit.
        case tooDeep
        /// More bytes after the value.
        case trailingBytes
        /// A character outside the alphabet.
        case character
        /// Padding that is missing, misplaced or too long.
        case padding
        /// Bits that have to be 0 in the last character.
        case unusedBits
        /// A line that is not of the expected form.
        case line
    }

    /// What went wrong.
    public let problem: Problem
    /// The offset in bytes from the start of the span.
    public let offset: Int

    /// Makes an error about the item at `offset`.
    public init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// The problem and its place.
    public var description: String { "\(problem.text) at byte \(offset)" }
}

extension WireFormatError.Problem {
    fileprivate var text: String {
        switch self {
        case .truncated: "the input ends inside an item"
        case .lengthBeyondInput: "a length goes beyond the end of the input"
        case .varintTooLong: "a varint is longer than 10 bytes"
        case .fieldNumber: "a field number is out of range"
        case .wireType: "a wire type is unknown or a group"
        case .unexpectedWireType: "a field has another wire type than it should"
        case .malformedHead: "an item starts with a reserved or misplaced byte"
        case .unexpectedItem: "an item of another kind is needed here"
        case .tooDeep: "the items are nested too deep"
        case .trailingBytes: "there are bytes after the end of the value"
        case .character: "a character does not belong to the encoding"
        case .padding: "the padding is missing, misplaced or too long"
        case .unusedBits: "the last character has bits set that stand for nothing"
        case .line: "a line is not of the expected form"
        }
    }
}
