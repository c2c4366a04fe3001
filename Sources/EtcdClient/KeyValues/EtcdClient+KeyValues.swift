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
        let answer = try await perform(subject: Self.name(range.start)) { link, metadata in
            try await link.rpc.unary(
                Methods.range,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
        return (answer.count, Revision(answer.header.revision))
    }

    /// How a lease stands; nil when there is none with that id.
    public func leaseTimeToLive(
        _ id: LeaseID
    ) async throws(EtcdError) -> (seconds: Int64, granted: Int64)? {
        let answer = try await perform(subject: "lease \(id)") { link, metadata in
            try await link.rpc.unary(
                Methods.leaseTimeToLive,
                .with { $0.id = id.rawValue },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
        return answer.ttl < 0 ? nil : (answer.ttl, answer.grantedTtl)
    }

    /// Writes a key whatever it held, for tests; gives the revision of the write.
    @discardableResult
    package func put(
        _ key: [UInt8],
        _ value: [UInt8],
        lease: LeaseID = .none,
    ) async throws(EtcdError) -> Revision {
        let request = Etcdserverpb_PutRequest.with {
            $0.key = .init(key)
            $0.value = .init(value)
            $0.lease = lease.rawValue
        }
        return try await perform(subject: Self.name(key)) { link, metadata in
            Revision(
                try await link.rpc.unary(
                    Methods.put,
                    request,
                    metadata: metadata,
                    timeout: self.connection.commandTimeout
                ).header.revision
            )
        }
    }

    /// Deletes a range, for tests; gives how many keys went.
    @discardableResult
    package func delete(_ range: KeyRange) async throws(EtcdError) -> Int64 {
        let request = Etcdserverpb_DeleteRangeRequest.with {
            $0.key = .init(range.start)
            $0.rangeEnd = .init(range.end)
        }
        return try await perform(subject: Self.name(range.start)) { link, metadata in
            try await link.rpc.unary(
                Methods.deleteRange,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            ).deleted
        }
    }

    /// Deletes one key, for tests.
    @discardableResult
    package func delete(_ key: [UInt8]) async throws(EtcdError) -> Int64 {
        try await delete(KeyRange(key: key))
    }

    /// Grants a lease, for tests; gives its id.
    package func grantLease(seconds: Int64) async throws(EtcdError) -> LeaseID {
        try await perform { link, metadata in
            LeaseID(
                try await link.rpc.unary(
                    Methods.leaseGrant,
                    .with { $0.ttl = seconds },
                    metadata: metadata,
                    timeout: self.connection.commandTimeout
                ).id
            )
        }
    }

    /// Drops the history up to a revision, for tests.
    package func compact(_ revision: Revision) async throws(EtcdError) {
        _ = try await perform { link, metadata in
            try await link.rpc.unary(
                Methods.compact,
                .with {
                    $0.revision = revision.rawValue
                    $0.physical = true
                },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
    }
}

#endif
