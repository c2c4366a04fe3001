#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import SwiftProtobuf
internal import Synchronization

/// A watch over whichever connections it takes.
final class EtcdWatch: Sendable {
    enum End: Sendable {
        case ended
        case threw(any Error)
        case compacted(oldest: Revision)
    }

    private let body: @Sendable (WatchNews) async throws -> WatchStep
    private let places: Mutex<[WatchPlace]>
    private let heard = Mutex(false)

    init(
        _ ranges: [KeyRange],
        from revision: Revision,
        _ body: @Sendable @escaping (WatchNews) async throws -> WatchStep,
    ) {
        places = Mutex(ranges.map { WatchPlace($0, from: revision) })
        self.body = body
    }

    /// Whether the server has said anything since this was last asked.
    func hasHeard() -> Bool {
        heard.withLock { heard in
            defer { heard = false }
            return heard
        }
    }

    /// What begins the watch anew: one watcher a range, its number the range's place.
    var requests: [Etcdserverpb_WatchRequest] {
        places.withLock { places in
            places.enumerated().map { number, place in
                .with {
                    $0.createRequest = .with {
                        $0.key = .init(place.range.start)
                        $0.rangeEnd = .init(place.range.end)
                        $0.startRevision = place.resumesAt.rawValue
                        $0.progressNotify = true
                        // 0 would have the server choose.
                        $0.watchID = Int64(number + 1)
                        // So that no answer grows with what was missed.
                        $0.fragment = true
                    }
                }
            }
        }
    }

    /// Handles one answer; nil to go on.
    func take(_ answer: Etcdserverpb_WatchResponse) async throws -> End? {
        heard.withLock { $0 = true }
        if answer.canceled {
            guard answer.compactRevision == 0 else {
                return .compacted(oldest: Revision(answer.compactRevision))
            }
            throw RPCError(code: .unknown, message: answer.cancelReason)
        }
        guard !answer.created else { return nil }
        let news = try places.withLock { places -> WatchNews in
            let number = Int(answer.watchID) - 1
            guard places.indices.contains(number) else {
                throw RPCError(code: .internalError, message: "an answer to no watch")
            }
            var changes: [StoreChange] = []
            if answer.events.isEmpty {
                places[number].passed(Revision(answer.header.revision))
            } else {
                changes = try places[number].take(
                    answer.events.map { Array($0) },
                    isFragment: answer.fragment
                )
            }
            let complete = places.map(\.completeTo).min() ?? 0
            return WatchNews(changes: changes, completeTo: complete)
        }
        do {
            return try await body(news) == .end ? .ended : nil
        } catch {
            return .threw(error)
        }
    }
}

#endif
