#if Etcd

public import EtcdModel
internal import Synchronization

/// The keys of a live etcd that are wanted, as a store to walk and to rewrite.
public final class EtcdStore: RewritableStore {
    /// What speaks to etcd.
    public let client: EtcdClient
    private let wanted: WantedKeys
    private let known = Mutex<EtcdExtent?>(nil)

    /// Takes a client, which stays the caller's to close, and what to read of its etcd.
    public init(_ client: EtcdClient, _ wanted: WantedKeys) {
        self.client = client
        self.wanted = wanted
    }

    /// Beside the connection.
    public var swapExecutor: (any TaskExecutor)? { client.executor }

    /// The ranges that walks read; the first call asks etcd where keys are, and counts them.
    public func extent() async throws(EtcdError) -> EtcdExtent {
        if let extent = known.withLock({ $0 }) { return extent }
        let extent = try await client.extent(of: wanted)
        known.withLock { $0 = extent }
        return extent
    }

    /// A new walk over all wanted keys, at the revision that is the newest when it begins.
    public func walk() async throws(EtcdError) -> EtcdWalk {
        EtcdWalk(client, try await extent())
    }

    /// As ``walk()``.
    public func entries() async throws -> any EntryStore { try await walk() }

    /// What a key holds now, linearizable.
    public func current(_ key: [UInt8]) async throws(StoreFailure) -> StoredValue? {
        do {
            return try await client.get(key).stored
        } catch {
            throw StoreFailure(error)
        }
    }

    /// As ``EtcdClient/compareAndSwap(key:modRevision:value:)``.
    public func compareAndSwap(
        key: [UInt8],
        modRevision: Revision,
        value: [UInt8],
    ) async throws(StoreFailure) -> SwapOutcome {
        do {
            return try await client.compareAndSwap(
                key: key,
                modRevision: modRevision,
                value: value
            )
        } catch {
            throw StoreFailure(error)
        }
    }
}

extension StoreFailure {
    /// What an error of etcd means for whoever sees a store only.
    public init(_ error: EtcdError) {
        let reach: Reach =
            switch error.code {
            case .permissionDenied, .tooLarge, .notFound: .key
            case .outcomeUnknown: .unknownOutcome
            default: .store
            }
        self.init(reach, error.text, hint: error.hint, remedy: error.remedy)
    }
}

#endif
