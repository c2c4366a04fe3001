// Reaching into the client takes a build that allows it, as every build of tests is.
#if Etcd && DEBUG

@testable package import EtcdClient
package import EtcdModel
import RPC
import SwiftProtobuf

/// What only tests ask of an etcd.
extension EtcdClient {
    /// Writes a key whatever it held; gives the revision of the write.
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
        return try await perform(subject: EtcdClient.name(key)) { link, metadata in
            Revision(
                try await link.rpc.unary(
                    TestMethods.put,
                    request,
                    metadata: metadata,
                    timeout: self.connection.commandTimeout
                ).header.revision
            )
        }
    }

    /// Deletes a range; gives how many keys went.
    @discardableResult
    package func delete(_ range: KeyRange) async throws(EtcdError) -> Int64 {
        let request = Etcdserverpb_DeleteRangeRequest.with {
            $0.key = .init(range.start)
            $0.rangeEnd = .init(range.end)
        }
        return try await perform(subject: EtcdClient.name(range.start)) { link, metadata in
            try await link.rpc.unary(
                TestMethods.deleteRange,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            ).deleted
        }
    }

    /// Deletes one key.
    @discardableResult
    package func delete(_ key: [UInt8]) async throws(EtcdError) -> Int64 {
        try await delete(KeyRange(key: key))
    }

    /// Grants a lease; gives its id.
    package func grantLease(seconds: Int64) async throws(EtcdError) -> LeaseID {
        try await perform { link, metadata in
            LeaseID(
                try await link.rpc.unary(
                    TestMethods.leaseGrant,
                    .with { $0.ttl = seconds },
                    metadata: metadata,
                    timeout: self.connection.commandTimeout
                ).id
            )
        }
    }

    /// Drops the history up to a revision.
    package func compact(_ revision: Revision) async throws(EtcdError) {
        _ = try await perform { link, metadata in
            try await link.rpc.unary(
                TestMethods.compact,
                .with {
                    $0.revision = revision.rawValue
                    $0.physical = true
                },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
    }

    /// Clears an alarm.
    package func disarm(_ alarm: EtcdAlarm) async throws(EtcdError) {
        _ = try await perform { link, metadata in
            try await link.rpc.unary(
                Methods.alarm,
                .with {
                    $0.action = .deactivate
                    $0.memberID = alarm.memberID
                    $0.alarm = alarm.kind == .corrupt ? .corrupt : .nospace
                },
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
    }

    /// Gives free pages of one member's file back.
    package func defragment(_ endpoint: EtcdEndpoint) async throws(EtcdError) {
        let link = links.first { $0.endpoint == endpoint } ?? links[0]
        _ = try await perform(on: link) { link, metadata in
            try await link.rpc.unary(
                TestMethods.defragment,
                .init(),
                metadata: metadata,
                timeout: .seconds(60)
            )
        }
    }
}

extension EtcdHealth {
    /// Every member answers, all know one leader, none complains, no alarm is raised.
    package var isHealthy: Bool {
        leader != nil && alarms.isEmpty
            && members.allSatisfy { $0.status.map(\.errors.isEmpty) ?? false }
    }
}

private enum TestMethods {
    static let put = Method<Etcdserverpb_PutRequest, Etcdserverpb_PutResponse>(
        "etcdserverpb.KV",
        "Put"
    )
    static let deleteRange = Method<
        Etcdserverpb_DeleteRangeRequest, Etcdserverpb_DeleteRangeResponse
    >(
        "etcdserverpb.KV",
        "DeleteRange"
    )
    static let compact = Method<Etcdserverpb_CompactionRequest, Etcdserverpb_CompactionResponse>(
        "etcdserverpb.KV",
        "Compact"
    )
    static let leaseGrant = Method<Etcdserverpb_LeaseGrantRequest, Etcdserverpb_LeaseGrantResponse>(
        "etcdserverpb.Lease",
        "LeaseGrant"
    )
    static let defragment = Method<Etcdserverpb_DefragmentRequest, Etcdserverpb_DefragmentResponse>(
        "etcdserverpb.Maintenance",
        "Defragment"
    )
}

#endif
