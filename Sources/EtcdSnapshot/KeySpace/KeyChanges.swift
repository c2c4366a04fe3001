/// What a walk over a part of the revisions finds, to be added to a `KeyIndex` behind the others.
///
/// Twelve bytes a record; keys stay in the file.
struct KeyChanges: Sendable {
    private var offsets: [UInt64] = []
    private var hashes: [UInt32] = []

    private static let deletionBit: UInt64 = 1 << 63

    /// How many.
    var count: Int { offsets.count }

    /// In the order in which they were added.
    subscript(index: Int) -> (offset: Int, hash: UInt32, isDeletion: Bool) {
        let offset = offsets[index]
        return (
            Int(offset & ~Self.deletionBit), hashes[index], offset & Self.deletionBit != 0
        )
    }

    /// Adds the record at `offset`, whose key has that hash.
    @inline(__always)
    mutating func add(record offset: Int, hash: UInt32, isDeletion: Bool) {
        offsets.append(UInt64(offset) | (isDeletion ? Self.deletionBit : 0))
        hashes.append(hash)
    }
}
