import EtcdDump
import EtcdModel
import Rotation

/// A dump as the engine walks it.
actor DumpStore: EntryStore {
    private let reader: DumpReader
    private let name: String

    init(path: String) throws {
        name = path == "-" ? "standard input" : path
        reader = path == "-" ? DumpReader(descriptor: 0) : try Self.open(path)
    }

    nonisolated var expectedEntries: Int? { nil }

    func nextBatch() async throws -> (any EntryBatch)? {
        do {
            return try reader.nextBatch().map { Batch(batch: $0, name: name) }
        } catch {
            throw Failure(Self.message(error, name))
        }
    }

    private static func open(_ path: String) throws -> DumpReader {
        do {
            return try DumpReader(path: path)
        } catch {
            throw Failure(message(error, path))
        }
    }

    private static func message(_ error: DumpError, _ name: String) -> String {
        "\(name): \(error)"
    }

    struct Batch: EntryBatch {
        let batch: DumpBatch
        let name: String

        var count: Int { batch.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try forEachOfDump { key, value, entry in
                try body(
                    key,
                    value,
                    EntryFacts(
                        createRevision: entry.createRevision ?? 0,
                        modRevision: entry.modRevision ?? 0,
                        version: entry.version ?? 0,
                        lease: entry.lease ?? 0,
                    ),
                )
            }
        }

        /// The entries as a rewriter of the dump names them.
        func forEachOfDump(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: DumpEntry) throws -> Void
        ) throws {
            do {
                try batch.forEach(body)
            } catch let error as DumpError {
                throw Failure(DumpStore.message(error, name))
            }
        }
    }
}
