/// A part of a ``JSONPathTemplate``.
indirect enum JSONPathNode: Sendable, Hashable {
    /// Text outside braces, or in quotes within them.
    case text(String)
    /// `{.a.b[0]}`: what the steps lead to, separated by spaces.
    case path(JSONPath)
    /// `{range .items[*]}…{end}`: the nodes once for each.
    case range(JSONPath, [JSONPathNode])
}

/// Steps from the object at hand, or from the whole.
struct JSONPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        /// `.name`, `['name']`.
        case key(String)
        /// `['a','b']`.
        case keys([String])
        /// `.*`, `[*]`.
        case all
        /// `[1]`, `[-1]`, and several with commas.
        case elements([Int])
        /// `[from:to:by]`.
        case slice(from: Int?, to: Int?, by: Int)
        /// `..`: this and all below.
        case descend
        /// `[?(@.x=="y")]`.
        case filter(JSONPathFilter)
    }

    /// `$`, the whole; otherwise the object at hand.
    var isFromRoot = false
    var steps: [Step] = []
    /// Where it begins in the template, from 0.
    let offset: Int
}

/// What elements are kept.
struct JSONPathFilter: Sendable, Hashable {
    enum Comparison: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
    }

    enum Operand: Sendable, Hashable {
        case path(JSONPath)
        case string(String)
        case number(Double)
        case bool(Bool)
    }

    let left: Operand
    /// Nil: the left side leads to something.
    let comparison: Comparison?
    let right: Operand?
}

/// Why a template cannot be read, or leads nowhere in the object at hand.
public struct JSONPathError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, without a word of the object.
    public let problem: String
    /// Where in the template, from 1, in Unicode scalars.
    public let column: Int

    /// The problem and its place.
    public var description: String { "\(problem) (column \(column))" }
}
