#if Etcd

internal import GRPCCore
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
        modRevision: Int64,
        value: [UInt8],
    ) async throws(EtcdError) -> EtcdSwapOutcome {
        let request = Etcdserverpb_TxnRequest.with {
            $0.compare = [
                .with {
                    $0.target = .mod
                    $0.result = .equal
                    $0.key = .init(key)
                    $0.modRevision = modRevision
                }
            ]
            $0.success = [
                .with {
                    $0.requestPut = .with {
                        $0.key = .init(key)
                        $0.value = .init(value)
                        // Without it the key would lose its lease and never expire.
                        $0.ignoreLease = true
                    }
                }
            ]
            $0.failure = [.with { $0.requestRange = .with { $0.key = .init(key) } }]
        }
        let subject = Self.name(key)
        var patience = Patience(limit: connection.retryTime)
        let procedure = SwapProcedure(
            value: value,
            modRevision: modRevision,
            subject: subject
        ) { () throws(CallFailure) in
            try await self.attempt(request, subject: subject)
        } read: { () throws(CallFailure) in
            try await self.call(subject: subject) { link, metadata in
                try await link.unary(
                    Methods.range,
                    .with { $0.key = .init(key) },
                    metadata: metadata,
                    timeout: self.connection.commandTimeout
                )
            }.kvs.first.map(EtcdKeyValue.init)
        } wait: {
            await patience.wait()
        }
        return try await procedure.run()
    }

    private func attempt(
        _ request: Etcdserverpb_TxnRequest,
        subject: String,
    ) async throws(CallFailure) -> SwapProcedure.Reply {
        let answer = try await call(.unlessApplied, subject: subject) { link, metadata in
            try await link.unary(
                Methods.txn,
                request,
                metadata: metadata,
                timeout: self.connection.commandTimeout
            )
        }
        guard !answer.succeeded else { return .won(revision: answer.header.revision) }
        return .lost(
            current: answer.responses.first?.responseRange.kvs.first.map(EtcdKeyValue.init)
        )
    }
}

#endif
