internal import EncryptionConfig
internal import EtcdModel
internal import Providers

/// The headers seen so far, so that a name is made once per header and not once per value.
final class HeaderTable {
    private(set) var names: [ProviderKey] = []
    private var headers: [[UInt8]] = []
    private var bytes = 0
    /// Positions by hash, open addressing, at most half full; empty while a search is quicker.
    private var slots: [Int32] = []

    /// As many as a search finds faster than a hash.
    private static let glance = 16
    /// More is not worth keeping from one batch to the next.
    private static let countLimit = 4096
    private static let byteLimit = 1 << 20

    /// Header and key id of a plugin's value.
    private var joined: [UInt8] = []

    /// The position of the value's header in `names`; values of kms have one for each key id.
    func position(of stored: Span<UInt8>) -> Int {
        let parsed = StoredHeader(stored)
        let end = parsed.keyName?.upperBound ?? parsed.prefixCount
        guard parsed.kind == .known(.kms), let keyID = Envelope(stored)?.keyID else {
            return position(of: stored, end, stored)
        }
        // Taken out while it is lent.
        var joined = joined
        self.joined = []
        defer { self.joined = joined }
        joined.removeAll(keepingCapacity: true)
        for index in 0..<end { joined.append(stored[index]) }
        joined.append(UInt8(ascii: ":"))
        for index in keyID { joined.append(stored[index]) }
        return position(of: joined.span, joined.count, stored)
    }

    private func position(of header: Span<UInt8>, _ end: Int, _ stored: Span<UInt8>) -> Int {
        if slots.isEmpty {
            for (position, known) in headers.enumerated() where Self.equal(known, header, end) {
                return position
            }
        } else {
            var slot = Self.hash(header, end) & (slots.count - 1)
            while slots[slot] >= 0 {
                let position = Int(slots[slot])
                if Self.equal(headers[position], header, end) { return position }
                slot = (slot + 1) & (slots.count - 1)
            }
        }
        headers.append(Array(copying: header.extracting(0..<end)))
        bytes += end
        if headers.count > Self.glance, headers.count * 2 > slots.count {
            grow()
        } else if !slots.isEmpty {
            place(headers.count - 1)
        }
        return names.appended(ProviderKey(valueOf: stored))
    }

    /// Forgets everything if there is too much of it, and says whether it did: positions given
    /// before mean nothing then.
    func forgetIfLarge() -> Bool {
        guard headers.count > Self.countLimit || bytes > Self.byteLimit else { return false }
        names.removeAll()
        headers.removeAll()
        slots.removeAll()
        bytes = 0
        return true
    }

    private func grow() {
        slots = Array(repeating: -1, count: max(64, slots.count * 2))
        for position in headers.indices { place(position) }
    }

    private func place(_ position: Int) {
        let header = headers[position]
        var slot = Self.hash(header.span, header.count) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(position)
    }

    /// Seeded, so that no store can be made to collide.
    private static func hash(_ stored: Span<UInt8>, _ end: Int) -> Int {
        var hasher = Hasher()
        var index = 0
        while index < end {
            var word: UInt64 = 0
            for offset in index..<min(index + 8, end) {
                word = word << 8 | UInt64(stored[offset])
            }
            hasher.combine(word)
            index += 8
        }
        return hasher.finalize()
    }

    private static func equal(_ header: [UInt8], _ stored: Span<UInt8>, _ end: Int) -> Bool {
        guard header.count == end else { return false }
        for index in 0..<end where header[index] != stored[index] { return false }
        return true
    }
}
