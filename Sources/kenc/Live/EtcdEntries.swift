#if Etcd

import EtcdClient
import EtcdModel
import Rotation

/// The pages of a walk over a live etcd, range after range at one revision.
actor EtcdEntries: EntryStore {
    nonisolated let expectedEntries: Int?
    private let client: EtcdClient
    private var ranges: ArraySlice<EtcdKeyRange>
    private var pages: EtcdPageReader?
    private var revision: Int64 = 0

    init(_ client: EtcdClient, _ ranges: [EtcdKeyRange], keys: Int) {
        self.client = client
        self.ranges = ranges[...]
        expectedEntries = keys
    }

    func nextBatch() async throws -> (any EntryBatch)? {
        do {
            while true {
                if let page = try await pages?.next() {
                    revision = page.revision
                    return Batch(page: page)
                }
                guard let range = ranges.popFirst() else { return nil }
                pages = client.pages(range, revision: revision)
            }
        } catch {
            throw Failure(error)
        }
    }

    private struct Batch: EntryBatch {
        let page: EtcdPage

        var count: Int { page.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try page.forEach { key, value, entry in
                try body(
                    key,
                    value,
                    EntryFacts(
                        createRevision: entry.createRevision,
                        modRevision: entry.modRevision,
                        version: entry.version,
                        lease: entry.lease
                    )
                )
            }
        }
    }
}

#endif
