import Foundation

/// Any JSON, to be looked into by names and numbers.
public struct JSONValue {
    /// As `JSONSerialization` has it; nil where there is nothing.
    public let value: Any?

    /// Takes what `JSONSerialization` made.
    public init(_ value: Any?) { self.value = value }

    /// The member of an object.
    public subscript(name: String) -> JSONValue {
        JSONValue((value as? [String: Any])?[name])
    }

    /// The element of an array.
    public subscript(index: Int) -> JSONValue {
        let array = value as? [Any] ?? []
        return JSONValue(array.indices.contains(index) ? array[index] : nil)
    }

    /// An array's elements; none of anything else.
    public var elements: [JSONValue] { (value as? [Any] ?? []).map(JSONValue.init) }

    /// The names of an object's members, and of all below it.
    public var names: Set<String> {
        let object = value as? [String: Any] ?? [:]
        let below = object.values.map(JSONValue.init) + elements
        return below.reduce(Set(object.keys)) { $0.union($1.names) }
    }

    /// A text; nil for anything else.
    public var string: String? { value as? String }
    /// A number; nil for anything else.
    public var int: Int? { value as? Int }
    /// A truth value; nil for anything else.
    public var bool: Bool? { value as? Bool }
    /// Whether there is anything.
    public var isThere: Bool { value != nil }
}
