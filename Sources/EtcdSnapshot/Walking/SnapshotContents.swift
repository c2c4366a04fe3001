public import EtcdModel

/// A snapshot that was opened: its keys at one revision, and what else is in it.
public struct SnapshotContents: Sendable {
    /// The file.
    public let file: SnapshotFile
    /// Its keys at the revision asked for.
    public let keySpace: KeySpace
    /// Nothing counts that was read before this was compared.
    public let comparison: HashComparison

    /// Finds the keys of a file at `revision`, or at the newest; its hash is compared meanwhile.
    ///
    /// - Throws: ``SnapshotError``: a wrong hash first, since it explains whatever else is wrong.
    public init(
        _ file: SnapshotFile,
        at revision: Revision? = nil,
        skipHashCheck: Bool = false,
    ) async throws {
        self.file = file
        comparison = HashComparison(of: file, skip: skipHashCheck)
        do {
            keySpace = try file.keySpace(at: revision)
        } catch {
            try await comparison.finish()
            throw error
        }
    }

    /// Whether the bytes are what they were, once a walk has ended without an error.
    public var integrity: StoreSighting.Integrity { comparison.integrity }

    /// What a walk over all of it has seen so far.
    func sighting(at moment: StoreSighting.Moment, isFinished: Bool) -> StoreSighting {
        var gaps: Set<StoreSighting.Gap> = isFinished ? [] : [.unfinished]
        if file.isHeldByAnotherProcess || file.hasChangedSinceOpening { gaps.insert(.beingWritten) }
        return StoreSighting(
            .snapshot,
            moment: moment,
            newestRevision: keySpace.currentRevision,
            ranges: [.everything],
            gaps: gaps,
            integrity: comparison.integrity
        )
    }

    /// A walk over the keys, in their order if `ordered`; else in the file's, which is quicker.
    public func store(ordered: Bool) throws -> SnapshotStore {
        SnapshotStore(
            ordered ? try keySpace.records.sortedByKey() : keySpace.records,
            self,
            moment: .revision(keySpace.revision),
            isStreamed: ordered
        )
    }

    /// A walk over values of older revisions, and of keys deleted since.
    public func history() throws -> SnapshotStore {
        SnapshotStore(
            try keySpace.history(),
            self,
            moment: .several(max(1, keySpace.compactRevision)...keySpace.currentRevision),
            isStreamed: false
        )
    }

    /// The SHA-256 that names the snapshot: that of its body, which is what etcd puts at its end.
    public func digest() throws(SnapshotError) -> [UInt8] {
        if let trailer = file.trailer { return trailer }
        return try file.bodyDigest()
    }
}
