// What the client's files beside name of those that need gRPC.

enum EtcdClient {}

struct Link {
    let endpoint: EtcdEndpoint
}

struct Etcdserverpb_RangeRequest {
    var key: [UInt8] = []
    var rangeEnd: [UInt8] = []
    var limit: Int64 = 0
    var revision: Int64 = 0
    var keysOnly = false
    var countOnly = false
}

struct CallFailure: Error {
    enum Reaction {
        case fail
        case nextEndpoint
    }

    let error: EtcdError
    let reaction: Reaction
}
