/// Finds numbers by what they stand for, in eight bytes a slot: a hostile file has millions of names,
/// and what they are lies in the file's text already.
///
/// Whoever asks brings the hash and the comparison, which may be dear: only numbers whose hash is the
/// same are compared.
struct SlotTable: Sendable {
    /// The number and one, with the hash in front, or 0; a power of two of them once there are any.
    private var slots: [UInt64] = []
    private var count = 0

    /// The number that is equal.
    func find(_ hash: Int, where isEqual: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let mark = UInt32(truncatingIfNeeded: hash)
        var place = Int(mark) & (slots.count - 1)
        while slots[place] > 0 {
            if UInt32(slots[place] >> 32) == mark {
                let number = Int(slots[place] & 0xffff_ffff) - 1
                if isEqual(number) { return number }
            }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The number that is equal, or none after `number` was put in its place.
    mutating func find(_ hash: Int, orAdd number: Int, where isEqual: (Int) -> Bool) -> Int? {
        if let found = find(hash, where: isEqual) { return found }
        if slots.count * 2 < (count + 1) * 3 { grow() }
        put(UInt64(UInt32(truncatingIfNeeded: hash)) << 32 | UInt64(number + 1))
        count += 1
        return nil
    }

    private mutating func put(_ slot: UInt64) {
        var place = Int(slot >> 32) & (slots.count - 1)
        while slots[place] > 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let known = slots
        slots = [UInt64](repeating: 0, count: max(32, known.count * 2))
        for slot in known where slot > 0 { put(slot) }
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
