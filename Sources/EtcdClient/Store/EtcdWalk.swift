#if Etcd

public import EtcdModel

/// A walk over a live etcd, range after range at one revision.
///
/// Where a compaction overtakes it, it goes on at the newest revision, and its sighting says so.
public actor EtcdWalk: EntryStore {
    /// As many keys as there were when they were counted.
    public nonisolated let expectedEntries: Int?
    private let client: EtcdClient
    private let ranges: [KeyRange]
    private var next = 0
    private var pages: EtcdPageReader?
    private var isAtEnd = false
    private var revisions: ClosedRange<Revision>?

    init(_ client: EtcdClient, _ extent: EtcdExtent) {
        self.client = client
        ranges = extent.ranges
        expectedEntries = Int(clamping: extent.keys)
    }

    /// The next page.
    ///
    /// - Throws: ``EtcdError``.
    public func nextBatch() async throws -> (any EntryBatch)? {
        while true {
            if let page = try await pages?.next() {
                let known = revisions ?? page.revision...page.revision
                revisions =
                    min(known.lowerBound, page.revision)...max(known.upperBound, page.revision)
                return page
            }
            guard next < ranges.count else {
                isAtEnd = true
                pages = nil
                return nil
            }
            pages = client.pages(ranges[next], revision: revisions?.upperBound)
            next += 1
        }
    }

    /// The ranges, and the revision at which they were read.
    public var sighting: StoreSighting {
        StoreSighting(
            .live,
            moment: revisions.map {
                $0.lowerBound == $0.upperBound ? .revision($0.lowerBound) : .several($0)
            } ?? .unknown,
            newestRevision: revisions?.upperBound,
            ranges: ranges,
            gaps: isAtEnd ? [] : [.unfinished]
        )
    }
}

#endif
