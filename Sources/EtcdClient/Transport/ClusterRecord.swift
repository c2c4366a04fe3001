#if Etcd

internal import EtcdModel
internal import Synchronization
internal import WireFormats

/// What one answer says of the cluster it comes from.
struct AnswerHeader: Sendable, Hashable {
    var clusterID: UInt64 = 0
    var revision: Int64 = 0

    /// Takes what a `ResponseHeader` says: 1 cluster_id, 3 revision.
    mutating func read(_ range: Range<Int>, in bytes: Span<UInt8>) throws(WireFormatError) {
        var reader = ProtobufReader(range)
        while let field = try reader.next(in: bytes) {
            switch (field.number, field.wireType) {
            case (1, .varint): clusterID = field.varint
            case (3, .varint): revision = Int64(bitPattern: field.varint)
            default: break
            }
        }
    }
}

/// An answer that says which cluster it comes from.
protocol HeadedAnswer: Sendable {
    var told: AnswerHeader { get }
    /// Whether it shows at least all that any member had answered before it was asked for.
    static var isLinearizable: Bool { get }
}

/// What the cluster has said of itself, which later answers must agree with, whichever member gives
/// them.
final class ClusterRecord: Sendable {
    private struct State {
        var clusterID: UInt64?
        var newest: Int64 = 0
    }

    private let state = Mutex(State())

    /// The newest revision that a linearizable answer showed.
    ///
    /// Whoever asks after that gets no older one: to be read before the call.
    var newest: Int64 { state.withLock { $0.newest } }

    /// Takes an answer.
    ///
    /// - Parameters:
    ///   - header: What it says of the cluster.
    ///   - newest: For a linearizable answer, ``newest`` as it was before the call.
    ///   - endpoint: Who gave it.
    /// - Throws: ``EtcdError/Code/malformedAnswer`` if it is of another cluster, or older than what
    ///   was seen before it was asked for.
    func take(
        _ header: AnswerHeader,
        after newest: Int64? = nil,
        from endpoint: EtcdEndpoint,
    ) throws(EtcdError) {
        // etcd leaves the header of an alarm's answer empty, now and then.
        guard header.clusterID != 0 || newest != nil else { return }
        let cluster = state.withLock { state in
            let cluster = state.clusterID ?? header.clusterID
            state.clusterID = cluster
            guard newest != nil, cluster == header.clusterID else { return cluster }
            state.newest = max(state.newest, header.revision)
            return cluster
        }
        guard cluster == header.clusterID else {
            throw EtcdError(
                code: .malformedAnswer,
                message: "\(endpoint): answers for cluster \(Self.hexadecimal(header.clusterID)), "
                    + "and before that the cluster was \(Self.hexadecimal(cluster))",
                remedy: .nameOneCluster
            )
        }
        guard let newest else { return }
        guard header.revision > 0 else {
            throw Self.contradiction(
                endpoint,
                "answers at revision \(header.revision), which no store has"
            )
        }
        guard header.revision >= newest else {
            throw Self.contradiction(
                endpoint,
                "answers at revision \(header.revision), and was at \(newest) before"
            )
        }
    }

    /// An answer that no etcd gives.
    static func contradiction(_ endpoint: EtcdEndpoint, _ what: String) -> EtcdError {
        EtcdError(code: .malformedAnswer, message: "\(endpoint): \(what)", remedy: .distrustMember)
    }

    private static func hexadecimal(_ id: UInt64) -> String { String(id, radix: 16) }
}

#endif
