/// Finds numbers by what they stand for, in four bytes a slot: a hostile file has millions of names,
/// and what they are lies in the file's text already.
///
/// Whoever asks brings the hash and the comparison.
struct SlotTable: Sendable {
    /// The number and one, or 0; a power of two of them once there are any.
    private var slots: [UInt32] = []
    private var count = 0

    /// The number that is equal.
    func find(_ hash: Int, where isEqual: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        var place = hash & (slots.count - 1)
        while slots[place] > 0 {
            let number = Int(slots[place]) - 1
            if isEqual(number) { return number }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The number that is equal, or none after `number` was put in its place.
    ///
    /// The hash of a number is asked for when the table grows.
    mutating func find(
        _ hash: Int,
        orAdd number: Int,
        where isEqual: (Int) -> Bool,
        hashOf: (Int) -> Int,
    ) -> Int? {
        if let found = find(hash, where: isEqual) { return found }
        if slots.count * 2 < (count + 1) * 3 { grow(hashOf) }
        put(number, hash)
        count += 1
        return nil
    }

    private mutating func put(_ number: Int, _ hash: Int) {
        var place = hash & (slots.count - 1)
        while slots[place] > 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = UInt32(number + 1)
    }

    private mutating func grow(_ hashOf: (Int) -> Int) {
        let known = slots
        slots = [UInt32](repeating: 0, count: max(32, known.count * 2))
        for slot in known where slot > 0 { put(Int(slot) - 1, hashOf(Int(slot) - 1)) }
    }
}

extension Hasher {
    /// Takes in bytes, eight at a time.
    mutating func combine(text bytes: some Sequence<UInt8>) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            count += 1
            if count & 7 == 0 {
                combine(word)
                word = 0
            }
        }
        combine(word)
        combine(count)
    }
}
