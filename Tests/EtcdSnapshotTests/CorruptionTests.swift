import EtcdSnapshot
import Foundation
import TestSupport
import Testing

/// Thousands of damaged files: each gives an error or an answer, every one ends, and the
/// hash tells each of them.
@Suite("Corruption")
struct CorruptionTests {
    /// `KENC_TEST_SEED` and `KENC_TEST_ROUNDS` repeat and lengthen a run.
    static let environment = ProcessInfo.processInfo.environment
    static let seed = environment["KENC_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_121
    static let rounds = environment["KENC_TEST_ROUNDS"].flatMap(Int.init) ?? 600

    /// A change of bytes in place: where, and what was there.
    struct Damage {
        var offset: Int
        var bytes: [UInt8]
    }

    @Test("a small file with every structure", arguments: [1024, 4096])
    func built(pageSize: Int) throws {
        let model = StoreModel.random(seed: 11, changes: 300, keys: 60, valueLimit: 120)
        var builder = BoltBuilder(pageSize: pageSize)
        builder.branchFanOut = 5
        builder.gap = 1
        let nested = (0..<100).map { BoltBuilder.Element(key: "k\(1000 + $0)", data: [1, 2, 3]) }
        let extra = BoltBuilder.Element(
            key: Array("lease".utf8),
            content: .bucket([.init(key: Array("nest".utf8), content: .bucket(nested))])
        )
        let image = builder.build(model.buckets(extra: [extra]), sha256: sha256)
        #expect(try refusals(of: image, rounds: Self.rounds) > Self.rounds / 10)
    }

    @Test("a recorded snapshot")
    func recorded() throws {
        let image = try TestData.bytes("cluster/stage-4-wild.db")
        let rounds = Self.rounds / 3
        #expect(try refusals(of: image, rounds: rounds) > rounds / 10)
    }

    @Test("wherever two threads meet, what is wrong between their parts is found")
    func betweenParts() throws {
        let pageSize = 1024
        let model = StoreModel.random(seed: 5, changes: 200, keys: 30, valueLimit: 90)
        var builder = BoltBuilder(pageSize: pageSize)
        let image = builder.build(model.buckets(), sha256: sha256)
        let temporary = try TemporaryFile(image)
        #expect(try SnapshotFile(path: temporary.path).isShareable)
        var damaged = 0
        for page in 2..<(image.count / pageSize) {
            let start = page * pageSize
            let count = Int(image[start + 10]) | Int(image[start + 11]) << 8
            guard image[start + 8] == 2, count > 0 else { continue }
            let element = start + 16 + 16 * (count - 1)
            let key = element + Int(image[element + 4]) + Int(image[element + 5]) << 8
            // The page behind it is taken as a part of it; its last key goes behind all others.
            for (offset, byte) in [(start + 12, 1), (key, 0x7F)] as [(Int, UInt8)] {
                try temporary.overwrite(at: offset, with: [byte])
                let whole = Result { try SnapshotFile(path: temporary.path).keySpace() }
                let split = Result {
                    try SnapshotFile(path: temporary.path).keySpace(splitFromPage: 0)
                }
                #expect(try Self.words(split) == Self.words(whole), "page \(page)")
                if case .failure = whole { damaged += 1 }
                try temporary.overwrite(at: offset, with: [image[offset]])
            }
        }
        #expect(damaged > 60)
    }

    /// What a walk gave or why it failed, whole.
    private static func words(_ outcome: Result<KeySpace, any Error>) throws -> String {
        switch outcome {
        case .success(let keySpace):
            "\(try Listing(keySpace)) \(keySpace.recordCount) \(keySpace.freePageCount)"
        case .failure(let error): "\(error)"
        }
    }

    /// How often a damaged file is refused; what is read of it in the other rounds is near the truth.
    private func refusals(of original: [UInt8], rounds: Int) throws -> Int {
        let temporary = try TemporaryFile(original)
        let truth = try Listing(SnapshotFile(path: temporary.path).keySpace())
        let pageSize = try SnapshotFile(path: temporary.path).information.pageSize
        var random = SeededGenerator(seed: Self.seed)
        var refused = 0
        for round in 0..<rounds {
            let damage = Self.damage(to: original, pageSize: pageSize, &random)
            for change in damage { try temporary.overwrite(at: change.offset, with: change.bytes) }
            let isChanged = damage.contains {
                Array(original[$0.offset..<$0.offset + $0.bytes.count]) != $0.bytes
            }
            if isChanged {
                let isWhole = try? SnapshotFile(path: temporary.path).checkIntegrity()
                #expect(isWhole != true, "seed \(Self.seed) round \(round)")
            }
            do {
                let file = try SnapshotFile(path: temporary.path)
                let outcome = Result { try file.keySpace() }
                let split = Result { try file.keySpace(splitFromPage: 0) }
                #expect(
                    try Self.words(split) == Self.words(outcome),
                    "seed \(Self.seed) round \(round)"
                )
                let keySpace = try outcome.get()
                // Without the hash nobody can tell a byte of a key or value that was changed, but
                // one such byte makes, loses or renames one key at most.
                let found = try Listing(keySpace)
                if damage.count == 1, damage[0].bytes.count == 1 {
                    #expect(
                        abs(found.entries.count - truth.entries.count) <= 1,
                        "seed \(Self.seed) round \(round)"
                    )
                }
                _ = try keySpace.history().count
                // The slowest part, over the same pages each time.
                if round % 8 == 0 { _ = try keySpace.residue { _, _, _ in } }
            } catch let error as SnapshotError {
                refused += 1
                #expect(error.file == temporary.path && !error.message.isEmpty)
            }
            for change in damage {
                let end = change.offset + change.bytes.count
                try temporary.overwrite(
                    at: change.offset,
                    with: Array(original[change.offset..<end])
                )
            }
        }
        return refused
    }

    /// Flips, overwrites, page copies and links to other pages.
    private static func damage(
        to original: [UInt8],
        pageSize: Int,
        _ random: inout SeededGenerator
    ) -> [Damage] {
        let pages = original.count / pageSize
        let page = Int.random(in: 0..<pages, using: &random) * pageSize
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let offset = Int.random(in: 0..<original.count, using: &random)
            return [Damage(offset: offset, bytes: [original[offset] ^ 1 << UInt8(offset & 7)])]
        case 1:
            // In the header or the elements, where it hurts.
            let offset = page + Int.random(in: 0..<80, using: &random)
            return [Damage(offset: offset, bytes: [UInt8.random(in: 0...255, using: &random)])]
        case 2:
            // A page in the place of another.
            let other = Int.random(in: 0..<pages, using: &random) * pageSize
            return [Damage(offset: page, bytes: Array(original[other..<other + pageSize]))]
        case 3:
            // The same, with the number it should have.
            let other = Int.random(in: 0..<pages, using: &random) * pageSize
            var bytes = Array(original[other..<other + pageSize])
            bytes.replaceSubrange(0..<8, with: original[page..<page + 8])
            return [Damage(offset: page, bytes: bytes)]
        case 4:
            // A child or a root that is another page.
            let offset = page + 16 + 16 * Int.random(in: 0..<6, using: &random) + 8
            var link: [UInt8] = []
            link.append(UInt64(Int.random(in: 0..<pages + 2, using: &random)))
            return [Damage(offset: offset, bytes: link)]
        default:
            let count = Int.random(in: 1...pageSize, using: &random)
            let offset = Int.random(in: 0..<original.count - count, using: &random)
            return [Damage(offset: offset, bytes: Array(repeating: 0, count: count))]
        }
    }

    @Test("every length of a file that was cut is refused", arguments: [true, false])
    func truncated(trailer: Bool) throws {
        let model = StoreModel.random(seed: 12, changes: 200, keys: 60, valueLimit: 120)
        var builder = BoltBuilder(pageSize: 1024)
        builder.hasTrailer = trailer
        let original = builder.build(model.buckets(), sha256: sha256)
        let temporary = try TemporaryFile(original)
        var random = SeededGenerator(seed: Self.seed)
        let lengths =
            Array(0..<200) + stride(from: 0, to: original.count - 32, by: 512)
            + (0..<300).map { _ in Int.random(in: 0..<original.count - 32, using: &random) }
        for length in Set(lengths).sorted(by: >) {
            try temporary.truncate(to: length)
            #expect(throws: SnapshotError.self, "length \(length)") {
                let file = try SnapshotFile(path: temporary.path)
                // Cut down to the very body, a snapshot cannot be told from a database.
                _ = try file.checkIntegrity()
                _ = try file.keySpace()
            }
        }
    }

    @Test("a file that shrinks while it is mapped ends in an error")
    func shrinking() throws {
        let model = StoreModel.random(seed: 13, changes: 2000, keys: 900, valueLimit: 300)
        var builder = BoltBuilder()
        let original = builder.build(model.buckets(), sha256: sha256)
        let temporary = try TemporaryFile(original)
        let file = try SnapshotFile(path: temporary.path)
        let keySpace = try file.keySpace()
        try temporary.truncate(to: original.count / 2)
        #expect(file.hasChangedSinceOpening)
        let reads: [(String, () throws -> Void)] = [
            ("forEach", { try keySpace.records.forEach { key, _, _ in _ = key[0] } }),
            ("sorted", { _ = try keySpace.sortedByKey() }),
            ("history", { _ = try keySpace.history() }),
            ("residue", { _ = try keySpace.residue { _, _, _ in } }),
            ("key space", { _ = try file.keySpace() }),
            ("hash", { _ = try file.checkIntegrity() }),
        ]
        for (name, read) in reads {
            let error = #expect(throws: SnapshotError.self, "\(name)") { try read() }
            #expect(error?.code == .changedWhileReading, "\(name)")
        }
    }
}
