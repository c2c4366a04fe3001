import EtcdModel
import KubernetesModel
import Survey

/// A live etcd whose values are counted for the audit log, as often as it is walked.
struct AuditedCluster: LiveCluster {
    let cluster: any LiveCluster
    let walk: AuditedWalk
    let prefix: EtcdPrefix
    let filter: EntryFilter

    var name: String { cluster.name }
    var unansweredCalls: Int { cluster.unansweredCalls }
    var swapExecutor: (any TaskExecutor)? { cluster.swapExecutor }

    func entries() async throws -> any EntryStore {
        AuditedEntries(try await cluster.entries(), walk, prefix: prefix, filter: filter)
    }

    func current(_ key: [UInt8]) async throws(StoreFailure) -> StoredValue? {
        try await cluster.current(key)
    }

    func compareAndSwap(
        key: [UInt8],
        modRevision: Revision,
        value: [UInt8],
    ) async throws(StoreFailure) -> SwapOutcome {
        try await cluster.compareAndSwap(key: key, modRevision: modRevision, value: value)
    }

    func newestRevision() async throws -> Revision { try await cluster.newestRevision() }

    func watch(
        _ ranges: [KeyRange],
        from revision: Revision,
        _ body: @Sendable @escaping (WatchNews) async throws -> WatchStep,
    ) async throws {
        try await cluster.watch(ranges, from: revision, body)
    }

    // What opens no value, or is counted by the store that is made of it.

    func reading() async throws -> LiveReading { try await cluster.reading() }

    func entries(_ wanted: WantedKeys) async throws -> any EntryStore {
        try await cluster.entries(wanted)
    }

    func checkup() async throws -> ClusterCheckup { try await cluster.checkup() }

    func saveSnapshot(
        to target: SnapshotTarget,
        progress: @Sendable @escaping (_ written: Int64, _ expected: Int64) -> Void,
    ) async throws -> SavedSnapshot {
        try await cluster.saveSnapshot(to: target, progress: progress)
    }
}

extension LiveCluster {
    /// The same etcd, whose values are counted for the audit log.
    func audited(by walk: AuditedWalk?, _ options: StoreOptions) -> any LiveCluster {
        guard let walk else { return self }
        return AuditedCluster(
            cluster: self,
            walk: walk,
            prefix: EtcdPrefix(options.prefix),
            filter: options.filter
        )
    }
}
