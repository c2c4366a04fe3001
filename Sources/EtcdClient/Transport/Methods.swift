#if Etcd

internal import GRPCCore
internal import RPC
internal import SwiftProtobuf

/// The calls that are made.
enum Methods {
    static let range = Method<Etcdserverpb_RangeRequest, Etcdserverpb_RangeResponse>(
        "etcdserverpb.KV",
        "Range"
    )
    static let txn = Method<Etcdserverpb_TxnRequest, Etcdserverpb_TxnResponse>(
        "etcdserverpb.KV",
        "Txn"
    )
    static let watch = Method<Etcdserverpb_WatchRequest, Etcdserverpb_WatchResponse>(
        "etcdserverpb.Watch",
        "Watch",
        .bidirectionalStreaming
    )
    static let leaseTimeToLive = Method<
        Etcdserverpb_LeaseTimeToLiveRequest, Etcdserverpb_LeaseTimeToLiveResponse
    >(
        "etcdserverpb.Lease",
        "LeaseTimeToLive"
    )
    static let memberList = Method<Etcdserverpb_MemberListRequest, Etcdserverpb_MemberListResponse>(
        "etcdserverpb.Cluster",
        "MemberList"
    )
    static let alarm = Method<Etcdserverpb_AlarmRequest, Etcdserverpb_AlarmResponse>(
        "etcdserverpb.Maintenance",
        "Alarm"
    )
    static let status = Method<Etcdserverpb_StatusRequest, Etcdserverpb_StatusResponse>(
        "etcdserverpb.Maintenance",
        "Status"
    )
    static let snapshot = Method<Etcdserverpb_SnapshotRequest, Etcdserverpb_SnapshotResponse>(
        "etcdserverpb.Maintenance",
        "Snapshot",
        .serverStreaming
    )
    static let authenticate = Method<
        Etcdserverpb_AuthenticateRequest, Etcdserverpb_AuthenticateResponse
    >(
        "etcdserverpb.Auth",
        "Authenticate"
    )
}

#endif
