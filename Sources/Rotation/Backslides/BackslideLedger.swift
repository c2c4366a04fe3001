internal import EtcdModel
internal import Glibc
internal import KubernetesModel
internal import Providers
internal import Synchronization

/// The backslides of one run, from whoever finds them: the watch, the passes, the last search.
final class BackslideLedger: Sendable {
    private struct Place: Hashable {
        let resource: GroupResource
        let key: ProviderKey
    }

    private struct Share {
        var keys: Set<[UInt8]> = []
        var newestRevision: Revision = 0
        var newestTime: Int64 = 0
    }

    private struct State {
        var shares: [Place: Share] = [:]
        var lastSeen: ContinuousClock.Instant?
        var watchFailure: (any Error)?
    }

    /// Whatever was written later was written while the run went on.
    let start: Revision
    private let state = Mutex(State())

    init(after start: Revision) {
        self.start = start
    }

    /// Takes note of a value; the same from several finders counts once.
    func add(_ slid: WriterTest.Slid, _ key: [UInt8], at revision: Revision) {
        guard revision > start else { return }
        let now = Int64(time(nil))
        state.withLock { state in
            let place = Place(resource: slid.resource, key: slid.key)
            var share = state.shares.removeValue(forKey: place) ?? Share()
            let isNew = revision > share.newestRevision
            if share.keys.insert(key).inserted || isNew { state.lastSeen = .now }
            if isNew {
                share.newestRevision = revision
                share.newestTime = now
            }
            state.shares[place] = share
        }
    }

    /// Forgets what turned out to be none.
    func forget(where isNone: (GroupResource, ProviderKey) -> Bool) {
        state.withLock { state in
            state.shares = state.shares.filter { !isNone($0.key.resource, $0.key.key) }
        }
    }

    /// The watch is over before its time.
    func lostWatch(_ error: any Error) {
        state.withLock { $0.watchFailure = error }
    }

    /// Why not every write was told; nil where it was.
    var watchFailure: (any Error)? { state.withLock { $0.watchFailure } }

    /// When something new was found last.
    var lastSeen: ContinuousClock.Instant? { state.withLock { $0.lastSeen } }

    var isEmpty: Bool { state.withLock { $0.shares.isEmpty } }

    /// By resource, then by key.
    var backslides: [Backslide] {
        state.withLock { state in
            state.shares.map { place, share in
                Backslide(
                    resource: place.resource,
                    key: place.key,
                    values: share.keys.count,
                    newestRevision: share.newestRevision,
                    newestTime: share.newestTime
                )
            }
        }.sorted { ($0.resource, $0.key) < ($1.resource, $1.key) }
    }
}
