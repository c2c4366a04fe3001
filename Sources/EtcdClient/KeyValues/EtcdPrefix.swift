#if Etcd

/// The half-open range of keys that a call covers.
public struct EtcdKeyRange: Sendable, Hashable {
    /// The first key.
    public var start: [UInt8]
    /// The first key after the range; a single zero byte means no end.
    public var end: [UInt8]

    /// Takes both ends as etcd writes them.
    public init(start: [UInt8], end: [UInt8]) {
        self.start = start
        self.end = end
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
}

#endif
