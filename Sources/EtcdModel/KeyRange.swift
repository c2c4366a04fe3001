/// A half-open range of etcd keys, as etcd writes one.
public struct KeyRange: Sendable, Hashable {
    /// The first key.
    public var start: [UInt8]
    /// The first key after the range; a single zero byte means no end, and nothing that the range
    /// is the one key `start`.
    public var end: [UInt8]

    /// Every key there is.
    public static let everything = KeyRange(prefix: [])

    /// Takes both ends as etcd writes them.
    public init(start: [UInt8], end: [UInt8]) {
        self.start = start
        self.end = end
    }

    /// One key.
    public init(key: [UInt8]) {
        self.init(start: key, end: [])
    }

    /// Every key that starts with `prefix`; all keys for an empty one.
    public init(prefix: [UInt8]) {
        start = prefix.isEmpty ? [0] : prefix
        var end = prefix
        while end.last == 0xff { end.removeLast() }
        guard let last = end.popLast() else {
            self.end = [0]
            return
        }
        self.end = end + [last + 1]
    }

    /// Whether a key lies in it.
    public func contains(_ key: [UInt8]) -> Bool {
        if end.isEmpty { return key == start }
        guard !key.lexicographicallyPrecedes(start) else { return false }
        return end == [0] || key.lexicographicallyPrecedes(end)
    }
}
