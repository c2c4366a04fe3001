import TestSupport

/// A store that does what etcd does, as simply as it can be said, and writes its own file.
struct StoreModel {
    struct Change {
        let main: Int64
        let sub: Int64
        let isTombstone: Bool
        let entry: Listing.Entry
    }

    private(set) var changes: [Change] = []
    private(set) var revision: Int64 = 1
    private(set) var compactRevision: Int64 = 0
    private var state: [[UInt8]: Listing.Entry] = [:]
    private var sub: Int64 = 0

    /// Several changes in one revision.
    mutating func transaction(_ body: (inout StoreModel) -> Void) {
        sub = 0
        let before = changes.count
        revision += 1
        body(&self)
        if changes.count == before { revision -= 1 }
    }

    mutating func put(_ key: [UInt8], _ value: [UInt8], lease: Int64 = 0) {
        let old = state[key]
        let entry = Listing.Entry(
            key: key,
            value: value,
            createRevision: old?.createRevision ?? revision,
            modRevision: revision,
            version: (old?.version ?? 0) + 1,
            lease: lease
        )
        state[key] = entry
        changes.append(Change(main: revision, sub: sub, isTombstone: false, entry: entry))
        sub += 1
    }

    mutating func delete(_ key: [UInt8]) {
        guard let old = state.removeValue(forKey: key) else { return }
        changes.append(Change(main: revision, sub: sub, isTombstone: true, entry: old))
        sub += 1
    }

    /// Drops what etcd's compaction drops: records that a later one up to `revision` replaces.
    mutating func compact(_ revision: Int64) {
        var newest: [[UInt8]: (Int64, Int64)] = [:]
        for change in changes where change.main <= revision {
            newest[change.entry.key] = (change.main, change.sub)
        }
        changes.removeAll { change in
            guard change.main <= revision else { return false }
            let isNewest = newest[change.entry.key].map { $0 == (change.main, change.sub) } ?? false
            return !isNewest || (change.isTombstone && change.main < revision)
        }
        compactRevision = revision
    }

    /// The state at a revision, straight from the changes.
    func listing(at revision: Int64) -> Listing {
        var state: [[UInt8]: Listing.Entry] = [:]
        for change in changes where change.main <= revision {
            state[change.entry.key] = change.isTombstone ? nil : change.entry
        }
        let entries = state.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return Listing(revision: revision, entries: entries)
    }

    /// The root buckets of a file with this history.
    func buckets(extra: [BoltBuilder.Element] = []) -> [BoltBuilder.Element] {
        var meta = [
            BoltBuilder.Element(key: "consistent_index", data: .bigEndian(revision + 3)),
            BoltBuilder.Element(key: "term", data: .bigEndian(2)),
        ]
        if compactRevision > 0 {
            let value = Self.revisionKey(compactRevision, 0, isTombstone: false)
            meta.append(BoltBuilder.Element(key: "finishedCompactRev", data: value))
            meta.append(BoltBuilder.Element(key: "scheduledCompactRev", data: value))
        }
        meta.sort { $0.key.lexicographicallyPrecedes($1.key) }
        let keys = changes.map { change in
            BoltBuilder.Element(
                key: Self.revisionKey(change.main, change.sub, isTombstone: change.isTombstone),
                content: .data(Self.message(change.entry, isTombstone: change.isTombstone))
            )
        }
        let buckets =
            [
                BoltBuilder.Element(key: Array("key".utf8), content: .bucket(keys)),
                BoltBuilder.Element(key: Array("meta".utf8), content: .bucket(meta)),
            ] + extra
        return buckets.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    static func revisionKey(_ main: Int64, _ sub: Int64, isTombstone: Bool) -> [UInt8] {
        .bigEndian(main) + [0x5F] + .bigEndian(sub) + (isTombstone ? [0x74] : [])
    }

    static func message(_ entry: Listing.Entry, isTombstone: Bool = false) -> [UInt8] {
        var message: [UInt8] = []
        func field(_ tag: UInt8, _ number: Int64) -> [UInt8] {
            number == 0 ? [] : [tag] + varint(UInt64(bitPattern: number))
        }
        message += [0x0A] + varint(UInt64(entry.key.count)) + entry.key
        guard !isTombstone else { return message }
        message += field(0x10, entry.createRevision)
        message += field(0x18, entry.modRevision)
        message += field(0x20, entry.version)
        if !entry.value.isEmpty {
            message += [0x2A] + varint(UInt64(entry.value.count)) + entry.value
        }
        return message + field(0x30, entry.lease)
    }

    static func varint(_ number: UInt64) -> [UInt8] {
        var number = number
        var bytes: [UInt8] = []
        while number >= 0x80 {
            bytes.append(UInt8(number & 0x7F) | 0x80)
            number >>= 7
        }
        return bytes + [UInt8(number)]
    }
}

extension BoltBuilder.Element {
    init(key: String, data: [UInt8]) {
        self.init(key: Array(key.utf8), content: .data(data))
    }
}

extension StoreModel {
    /// A history of many kinds of changes, the same for the same seed.
    static func random(seed: UInt64, changes count: Int, keys: Int, valueLimit: Int) -> StoreModel {
        var random = SeededGenerator(seed: seed)
        var model = StoreModel()
        while model.changes.count < count {
            let size = Int.random(in: 1...4, using: &random)
            model.transaction { model in
                var touched: Set<Int> = []
                for _ in 0..<size {
                    let number = Int.random(in: 0..<keys, using: &random)
                    // etcd refuses two changes of one key in a transaction.
                    guard touched.insert(number).inserted else { continue }
                    let key = Array("/registry/secrets/ns-\(number % 7)/name-\(number)".utf8)
                    if Int.random(in: 0..<5, using: &random) == 0 {
                        model.delete(key)
                    } else {
                        let length = Int.random(in: 0...valueLimit, using: &random)
                        let byte = UInt8.random(in: 0...255, using: &random)
                        model.put(
                            key,
                            Array(repeating: byte, count: length),
                            lease: number % 5 == 0 ? 0x7000_0000_0000_0001 : 0
                        )
                    }
                }
            }
        }
        return model
    }
}
