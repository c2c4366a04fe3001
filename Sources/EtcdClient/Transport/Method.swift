#if Etcd

internal import GRPCCore
internal import SwiftProtobuf

/// One call of etcd's API with the messages it takes and gives.
struct Method<Request: Message, Response: Message>: Sendable {
    let descriptor: MethodDescriptor

    fileprivate init(
        _ service: String,
        _ name: String,
        _ type: MethodDescriptor.RPCType = .unary,
    ) {
        descriptor = MethodDescriptor(
            fullyQualifiedService: "etcdserverpb.\(service)",
            method: name,
            // Lets the transport send the request in one piece.
            type: type
        )
    }
}

/// The calls that are made.
enum Methods {
    static let range = Method<Etcdserverpb_RangeRequest, Etcdserverpb_RangeResponse>(
        "KV",
        "Range"
    )
    static let put = Method<Etcdserverpb_PutRequest, Etcdserverpb_PutResponse>(
        "KV",
        "Put"
    )
    static let deleteRange = Method<
        Etcdserverpb_DeleteRangeRequest, Etcdserverpb_DeleteRangeResponse
    >(
        "KV",
        "DeleteRange"
    )
    static let txn = Method<Etcdserverpb_TxnRequest, Etcdserverpb_TxnResponse>(
        "KV",
        "Txn"
    )
    static let compact = Method<Etcdserverpb_CompactionRequest, Etcdserverpb_CompactionResponse>(
        "KV",
        "Compact"
    )
    static let leaseGrant = Method<Etcdserverpb_LeaseGrantRequest, Etcdserverpb_LeaseGrantResponse>(
        "Lease",
        "LeaseGrant"
    )
    static let leaseTimeToLive = Method<
        Etcdserverpb_LeaseTimeToLiveRequest, Etcdserverpb_LeaseTimeToLiveResponse
    >(
        "Lease",
        "LeaseTimeToLive"
    )
    static let memberList = Method<Etcdserverpb_MemberListRequest, Etcdserverpb_MemberListResponse>(
        "Cluster",
        "MemberList"
    )
    static let alarm = Method<Etcdserverpb_AlarmRequest, Etcdserverpb_AlarmResponse>(
        "Maintenance",
        "Alarm"
    )
    static let status = Method<Etcdserverpb_StatusRequest, Etcdserverpb_StatusResponse>(
        "Maintenance",
        "Status"
    )
    static let defragment = Method<Etcdserverpb_DefragmentRequest, Etcdserverpb_DefragmentResponse>(
        "Maintenance",
        "Defragment"
    )
    static let snapshot = Method<Etcdserverpb_SnapshotRequest, Etcdserverpb_SnapshotResponse>(
        "Maintenance",
        "Snapshot",
        .serverStreaming
    )
    static let authenticate = Method<
        Etcdserverpb_AuthenticateRequest, Etcdserverpb_AuthenticateResponse
    >(
        "Auth",
        "Authenticate"
    )
}

#endif
