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
    /// How often in a row the server ended a watch of its own accord.
    private let cancellations = Mutex(0)

    // A member that restarts ends a watch once or twice.
    private static let cancellationLimit = 10

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
    func take(_ answer: Etcdserverpb_WatchResponse, from link: Link) async throws -> End? {
        heard.withLock { $0 = true }
        try link.cluster.take(
            AnswerHeader(clusterID: answer.header.clusterID, revision: answer.header.revision),
            from: link.endpoint
        )
        if answer.canceled { return try ended(answer, link) }
        guard !answer.created else { return nil }
        cancellations.withLock { $0 = 0 }
        let news = try places.withLock { places -> WatchNews in
            guard let number = Int(exactly: answer.watchID), 1...places.count ~= number else {
                throw ClusterRecord.contradiction(
                    link.endpoint,
                    "sends news of watch \(answer.watchID), which nobody asked for"
                )
            }
            var changes: [StoreChange] = []
            if answer.events.isEmpty {
                places[number - 1].passed(Revision(answer.header.revision))
            } else {
                do {
                    changes = try places[number - 1].take(
                        answer.events.map { Array($0) },
                        upTo: Revision(answer.header.revision),
                        isFragment: answer.fragment
                    )
                } catch let error as WatchPlace.Impossible {
                    throw ClusterRecord.contradiction(link.endpoint, error.description)
                }
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

    private func ended(_ answer: Etcdserverpb_WatchResponse, _ link: Link) throws -> End {
        if answer.compactRevision > 0 {
            return .compacted(oldest: Revision(answer.compactRevision))
        }
        let count = cancellations.withLock { count in
            count += 1
            return count
        }
        guard answer.compactRevision == 0, count < Self.cancellationLimit else {
            throw ClusterRecord.contradiction(
                link.endpoint,
                answer.compactRevision == 0
                    ? "ends every watch: \(answer.cancelReason.prefix(200))"
                    : "says that it keeps revisions from \(answer.compactRevision) on"
            )
        }
        throw RPCError(code: .unknown, message: answer.cancelReason)
    }
}

#endif
