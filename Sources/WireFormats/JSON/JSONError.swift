/// Why a text is not JSON, and where.
///
/// It never holds any of the text, which may be secret.
public struct JSONError: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Problem: Equatable, Hashable, Sendable {
        /// The input ended before the value did.
        case inputEnded
        /// Something else where a value has to start.
        case expectedValue
        /// Something else where a string has to start, as the key of an object.
        case expectedKey
        /// No `:` after the key of an object.
        case expectedColon
        /// Neither `,` nor `}` after a value in an object.
        case expectedCommaOrObjectEnd
        /// Neither `,` nor `]` after a value in an array.
        case expectedCommaOrArrayEnd
        /// More text after the value.
        case trailingText
        /// A number that breaks off, such as `-` or `1.`.
        case number
        /// A backslash and then no escape of JSON.
        case escape
        /// A character under U+0020 in a string.
        case controlCharacter
        /// A word that starts as `true`, `false` or `null` does and goes on differently.
        case literal
        /// More than 10,000 objects and arrays inside each other.
        case tooDeep
    }

    /// What went wrong.
    public let problem: Problem
    /// The offset in bytes from the start of the span.
    public let offset: Int

    /// Makes an error about the byte at `offset`.
    public init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// What is wrong, without the place, for those who print line and column.
    public var message: String {
        switch problem {
        case .inputEnded: "the JSON input ended too early"
        case .expectedValue: "a JSON value has to start here"
        case .expectedKey: "an object key in double quotes has to start here"
        case .expectedColon: "':' is missing after an object key"
        case .expectedCommaOrObjectEnd: "',' or '}' is missing after a value in an object"
        case .expectedCommaOrArrayEnd: "',' or ']' is missing after a value in an array"
        case .trailingText: "there is text after the end of the JSON value"
        case .number: "a number is malformed"
        case .escape: "a string has an unknown or broken escape"
        case .controlCharacter: "a string has a control character that is not escaped"
        case .literal: "a word is none of true, false and null"
        case .tooDeep: "objects and arrays are nested deeper than \(JSONTokenizer.maximumDepth)"
        }
    }

    /// The message and the offset.
    public var description: String { "\(message) at byte \(offset)" }
}
