#if Etcd

internal import RPC
internal import SwiftProtobuf

/// A value of one key and the store's revision when it was read.
public struct EtcdReading: Sendable, Hashable {
    /// The key, nil when it does not exist.
    public let keyValue: EtcdKeyValue?
    /// The store's current revision.
    public let revision: Int64
}

extension EtcdClient {
    /// Reads one key, linearizable.
    public func get(_ key: [UInt8], revision: Int64 = 0) async throws(EtcdError) -> EtcdReading {
        let request = Etcdserverpb_RangeRequest.with {
            $0.key = .init(key)
            $0.revision = revision
        }
        let answer = try await perform(subject: Self.name(key)) { link, metadata in
            try await link.rpc.unary(
                Methods.range,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
        return EtcdReading(
            keyValue: answer.kvs.first.map(EtcdKeyValue.init),
            revision: answer.header.revision
        )
    }

    /// Counts the keys of a range; the second number is the store's current revision.
    public func count(
        _ range: EtcdKeyRange
    ) async throws(EtcdError) -> (keys: Int64, revision: Int64) {
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
        return (answer.count, answer.header.revision)
    }

    /// How a lease stands; nil when there is none with that id.
    public func leaseTimeToLive(
        _ id: Int64
    ) async throws(EtcdError) -> (seconds: Int64, granted: Int64)? {
        let answer = try await perform(subject: "lease \(id)") { link, metadata in
            try await link.rpc.unary(
                Methods.leaseTimeToLive,
                .with { $0.id = id },
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
        lease: Int64 = 0,
    ) async throws(EtcdError) -> Int64 {
        let request = Etcdserverpb_PutRequest.with {
            $0.key = .init(key)
            $0.value = .init(value)
            $0.lease = lease
        }
        return try await perform(subject: Self.name(key)) { link, metadata in
            try await link.rpc.unary(
                Methods.put,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            ).header.revision
        }
    }

    /// Deletes a range, for tests; gives how many keys went.
    @discardableResult
    package func delete(_ range: EtcdKeyRange) async throws(EtcdError) -> Int64 {
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
        try await delete(EtcdKeyRange(start: key, end: []))
    }

    /// Grants a lease, for tests; gives its id.
    package func grantLease(seconds: Int64) async throws(EtcdError) -> Int64 {
        try await perform { link, metadata in
            try await link.rpc.unary(
                Methods.leaseGrant,
                .with { $0.ttl = seconds },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            ).id
        }
    }

    /// Drops the history up to a revision, for tests.
    package func compact(_ revision: Int64) async throws(EtcdError) {
        _ = try await perform { link, metadata in
            try await link.rpc.unary(
                Methods.compact,
                .with {
                    $0.revision = revision
                    $0.physical = true
                },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
    }
}

#endif
