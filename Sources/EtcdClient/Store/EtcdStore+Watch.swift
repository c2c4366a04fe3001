#if Etcd

public import EtcdModel
internal import GRPCCore
internal import RPC

extension EtcdStore: WatchableStore {
    /// As in `EtcdModel/WatchableStore`; asked of a key that may be read.
    public func newestRevision() async throws -> Revision {
        let start = try await extent().ranges.first?.start ?? [0]
        return try await client.get(start).revision
    }

    /// As in `EtcdModel/WatchableStore`; after a break it goes on from where it was, with
    /// whichever endpoint answers.
    public func watch(
        _ ranges: [KeyRange],
        from revision: Revision,
        _ body: @Sendable @escaping (WatchNews) async throws -> WatchStep,
    ) async throws {
        let watch = EtcdWatch(ranges, from: revision, body)
        while true {
            let end: EtcdWatch.End
            do throws(EtcdError) {
                end = try await client.run(watch)
            } catch {
                try Task.checkCancellation()
                // Whatever was heard since the last break shows that it pays to go on.
                guard error.isBreak, watch.hasHeard() else {
                    throw WatchFailure.failed(StoreFailure(error))
                }
                try await Task.sleep(for: .milliseconds(100))
                continue
            }
            switch end {
            case .ended: return
            case .threw(let error): throw error
            case .compacted(let oldest): throw WatchFailure.compacted(oldest: oldest)
            }
        }
    }
}

extension EtcdError {
    /// Whether a connection broke, which may well be made again.
    fileprivate var isBreak: Bool {
        [.unavailable, .unreachable, .timedOut, .tokenExpired].contains(code)
    }
}

extension EtcdClient {
    /// Watches over one connection, until the watch ends or the connection does.
    fileprivate func run(_ watch: EtcdWatch) async throws(EtcdError) -> EtcdWatch.End {
        try await perform(subject: "watch") { link, metadata in
            try await self.whileAlive(link, during: "the watch") { progress in
                // The requests' side stays open until the answers' side is done.
                let (open, close) = AsyncStream<Never>.makeStream()
                return try await link.rpc.conversation(
                    Methods.watch,
                    metadata: metadata
                ) { writer in
                    for request in watch.requests { try await writer.write(request) }
                    for await _ in open {}
                } _: { answers in
                    defer { close.finish() }
                    for try await answer in answers {
                        progress.heard()
                        if let end = try await watch.take(answer, from: link) { return end }
                    }
                    throw RPCError(code: .unavailable, message: "the watch broke off")
                }
            }
        }
    }
}

#endif
