#if Etcd

public import EtcdModel
internal import RPC
internal import SwiftProtobuf

/// A value of one key and the store's revision when it was read.
public struct EtcdReading: Sendable, Hashable {
    /// What the key holds, nil when it does not exist.
    public let stored: StoredValue?
    /// The store's current revision.
    public let revision: Revision
}

extension EtcdClient {
    /// Reads one key, linearizable.
    public func get(
        _ key: [UInt8],
        revision: Revision? = nil,
    ) async throws(EtcdError) -> EtcdReading {
        let page = try await page(from: key, to: [], revision: revision)
        return EtcdReading(stored: page.first, revision: page.headerRevision)
    }

    /// Counts the keys of a range; the second number is the store's current revision.
    public func count(
        _ range: KeyRange
    ) async throws(EtcdError) -> (keys: Int64, revision: Revision) {
        let request = Etcdserverpb_RangeRequest.with {
            $0.key = .init(range.start)
            $0.rangeEnd = .init(range.end)
            $0.countOnly = true
        }
        let page = try await perform(subject: Self.name(range.start)) { link, metadata in
            try await link.page(request, metadata: metadata)
        }
        return (page.remaining, page.headerRevision)
    }

    /// How a lease stands; nil when there is none with that id.
    public func leaseTimeToLive(
        _ id: LeaseID
    ) async throws(EtcdError) -> (seconds: Int64, granted: Int64)? {
        let answer = try await perform(subject: "lease \(id)") { link, metadata in
            try await link.ask(
                Methods.leaseTimeToLive,
                .with { $0.id = id.rawValue },
                metadata: metadata
            )
        }
        return answer.ttl < 0 ? nil : (answer.ttl, answer.grantedTtl)
    }
}

#endif
