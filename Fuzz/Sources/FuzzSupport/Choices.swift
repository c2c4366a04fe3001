/// Reads an input as a row of choices, for targets that build something of them.
public struct Choices {
    private var rest: ArraySlice<UInt8>

    /// Takes an input.
    public init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Whether all was read.
    public var isEmpty: Bool { rest.isEmpty }

    /// The next byte; 0 at the end.
    public mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A number from 0 to below `bound`.
    public mutating func number(below bound: Int) -> Int {
        let value = Int(byte()) << 16 | Int(byte()) << 8 | Int(byte())
        return value % max(1, bound)
    }

    /// The next bytes, as many as there are.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// One of some.
    public mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int(byte()) % elements.count]
    }
}
