/// Keys and the positions at which they were met first: a few are searched one by one, which costs
/// least, and many are hashed, so that a store with a million of them takes no square of a million.
struct PositionTable<Key: Hashable> {
    /// As many as a search finds faster than a hash.
    private static var glance: Int { 16 }

    private var keys: [Key] = []
    private var positions: [Key: Int] = [:]

    /// The key's position; where it is new, the next one.
    mutating func position(of key: Key) -> (position: Int, isNew: Bool) {
        if let known = keys.count <= Self.glance ? keys.firstIndex(of: key) : positions[key] {
            return (known, false)
        }
        keys.append(key)
        if keys.count == Self.glance + 1 {
            for (position, key) in keys.enumerated() { positions[key] = position }
        } else if keys.count > Self.glance {
            positions[key] = keys.count - 1
        }
        return (keys.count - 1, true)
    }

    /// Starts again.
    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
    }
}
