#if Etcd

public import EtcdModel
internal import GRPCCore
internal import RPC
internal import SwiftProtobuf

extension EtcdClient {
    /// Replaces a key's value if its mod revision is still `modRevision`; the lease stays.
    ///
    /// One key a transaction, since a revision is one object's resourceVersion in Kubernetes. A
    /// lost answer is cleared up by reading the key; if that is not possible within the retry
    /// time, the error is ``EtcdError/Code/outcomeUnknown``: the key holds the old value or the
    /// new one.
    public func compareAndSwap(
        key: [UInt8],
        modRevision: Revision,
        value: [UInt8],
    ) async throws(EtcdError) -> SwapOutcome {
        let request = SwapRequest(key: key, modRevision: modRevision, value: value)
        var patience = Patience(limit: connection.retryTime)
        let procedure = SwapProcedure(
            value: value,
            modRevision: modRevision,
            subject: { Self.name(key) }
        ) { () throws(CallFailure) in
            try await self.attempt(request)
        } read: { () throws(CallFailure) in
            try await self.call(subject: Self.name(key)) { link, metadata in
                try await link.page(.with { $0.key = .init(key) }, metadata: metadata)
            }.first
        } wait: {
            await patience.wait()
        }
        return try await procedure.run()
    }

    private func attempt(
        _ request: SwapRequest
    ) async throws(CallFailure) -> SwapProcedure.Reply {
        try await call(.unlessApplied, subject: Self.name(request.key)) { link, metadata in
            try await link.ask(
                Methods.txn,
                request,
                metadata: metadata,
                serializer: SwapSerializer(),
                deserializer: SwapDeserializer()
            ).reply(to: request, from: link.endpoint)
        }
    }
}

#endif
