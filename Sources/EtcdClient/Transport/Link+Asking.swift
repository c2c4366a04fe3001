#if Etcd

internal import GRPCCore
internal import GRPCProtobuf
internal import RPC
internal import SwiftProtobuf

extension Link {
    /// One request and the answer to it, which agrees with what the cluster said before.
    func ask<Request: Message, Response: Message & HeadedAnswer>(
        _ method: Method<Request, Response>,
        _ request: Request,
        metadata: Metadata,
    ) async throws -> Response {
        try await ask(
            method,
            request,
            metadata: metadata,
            serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>()
        )
    }

    /// One request written by `serializer`, and the answer to it read by `deserializer`.
    func ask<Request: Message, Response: Message, Input: Sendable, Output: HeadedAnswer>(
        _ method: Method<Request, Response>,
        _ request: Input,
        metadata: Metadata,
        serializer: some MessageSerializer<Input>,
        deserializer: some MessageDeserializer<Output>,
    ) async throws -> Output {
        let newest = Output.isLinearizable ? cluster.newest : nil
        let answer = try await rpc.unary(
            method,
            request,
            metadata: metadata,
            timeout: commandTimeout,
            serializer: serializer,
            deserializer: deserializer
        )
        try cluster.take(answer.told, after: newest, from: endpoint)
        return answer
    }
}

/// The header as the messages have it.
protocol HeadedMessage: HeadedAnswer {
    var header: Etcdserverpb_ResponseHeader { get }
}

extension HeadedMessage {
    var told: AnswerHeader {
        AnswerHeader(clusterID: header.clusterID, revision: header.revision)
    }

    /// Whoever wants more has it.
    static var isLinearizable: Bool { false }
}

extension Etcdserverpb_RangeResponse: HeadedMessage {
    static var isLinearizable: Bool { true }
}
extension Etcdserverpb_LeaseTimeToLiveResponse: HeadedMessage {}
extension Etcdserverpb_MemberListResponse: HeadedMessage {}
extension Etcdserverpb_AlarmResponse: HeadedMessage {}
extension Etcdserverpb_StatusResponse: HeadedMessage {}

#endif
