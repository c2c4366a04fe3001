#if Etcd

internal import EtcdModel
internal import RPC
internal import SwiftProtobuf

/// What one member says of itself.
public struct EtcdMemberStatus: Sendable, Hashable {
    /// The member's id.
    public var id: UInt64
    /// The member's name; empty until it has started once.
    public var name: String
    /// Where it says clients reach it.
    public var clientURLs: [String]
    /// Whether it only follows and does not vote.
    public var isLearner: Bool
    /// What it answered, nil when it could not be reached.
    public var status: EtcdStatus?
    /// Why it could not be reached.
    public var failure: EtcdError?
}

/// The answer of one member to Status.
public struct EtcdStatus: Sendable, Hashable {
    /// The endpoint asked.
    public var endpoint: EtcdEndpoint
    /// The id that all members of the cluster share.
    public var clusterID: UInt64
    /// The member's id.
    public var memberID: UInt64
    /// Its version, like `3.5.21`.
    public var version: String
    /// The size of its database file in bytes.
    public var dbSize: Int64
    /// The bytes of it in use; the rest is free pages.
    public var dbSizeInUse: Int64
    /// The largest size allowed in bytes; nil before etcd 3.6, which does not tell.
    public var dbSizeQuota: Int64?
    /// The leader's member id, 0 when it knows none.
    public var leader: UInt64
    /// The store's revision.
    public var revision: Int64
    /// The Raft term.
    public var raftTerm: UInt64
    /// The last Raft entry it knows.
    public var raftIndex: UInt64
    /// The last Raft entry it applied.
    public var raftAppliedIndex: UInt64
    /// Its complaints, such as `etcdserver: no leader` or `memberID:… alarm:NOSPACE`.
    public var errors: [String]
    /// Whether it only follows and does not vote.
    public var isLearner: Bool
}

/// An alarm that is raised.
public struct EtcdAlarm: Sendable, Hashable {
    /// The kinds of alarm.
    public enum Kind: Sendable, Hashable {
        /// A member's database reached its quota: no writes until it is disarmed.
        case noSpace
        /// A member's data differs from the others'.
        case corrupt
        /// A kind that came after this was written, with its number.
        case other(Int)
    }
    /// What kind.
    public var kind: Kind
    /// The member that raised it.
    public var memberID: UInt64
}

/// All that should be looked at before a cluster is written to.
public struct EtcdHealth: Sendable, Hashable {
    /// Every member of the cluster.
    public var members: [EtcdMemberStatus]
    /// The alarms that are raised.
    public var alarms: [EtcdAlarm]

    /// The leader's id as the members that answered see it; nil when they know none or differ.
    public var leader: UInt64? {
        let leaders = Set(members.compactMap { $0.status?.leader })
        return leaders.count == 1 && leaders.first != 0 ? leaders.first : nil
    }
}

/// What came of asking an endpoint for its status.
///
/// A type of its own: as a tuple made of a typed throw in a child task, Swift 6.3 returns garbage
/// from an optimized build.
private struct MemberAnswer: Sendable {
    let endpoint: EtcdEndpoint
    let result: Result<EtcdStatus, EtcdError>
}

extension EtcdClient {
    /// etcd recommends seven at the most.
    private static let memberLimit = 100

    /// Asks one endpoint for its status.
    public func status(of endpoint: EtcdEndpoint) async throws(EtcdError) -> EtcdStatus {
        if let link = links.first(where: { $0.endpoint == endpoint }) {
            return try await status(over: link)
        }
        let link = Link(
            endpoint: endpoint,
            connection: connection,
            executor: loop,
            cluster: cluster
        )
        do {
            let status = try await status(over: link)
            await link.close(within: .seconds(1))
            return status
        } catch {
            await link.close(within: .seconds(1))
            throw error
        }
    }

    /// The alarms that are raised.
    public func alarms() async throws(EtcdError) -> [EtcdAlarm] {
        let answer = try await perform { link, metadata in
            try await link.ask(
                Methods.alarm,
                .init(),
                metadata: metadata
            )
        }
        return answer.alarms.map { alarm in
            let kind: EtcdAlarm.Kind =
                switch alarm.alarm {
                case .nospace: .noSpace
                case .corrupt: .corrupt
                default: .other(alarm.alarm.rawValue)
                }
            return EtcdAlarm(kind: kind, memberID: alarm.memberID)
        }
    }

    /// Looks at every member of the cluster, and at the alarms.
    ///
    /// A member that no configured endpoint leads to is asked at the address it advertises.
    public func health() async throws(EtcdError) -> EtcdHealth {
        let members = try await perform { link, metadata in
            try await link.ask(
                Methods.memberList,
                .with { $0.linearizable = true },
                metadata: metadata
            )
        }.members
        guard 1...Self.memberLimit ~= members.count else {
            throw ClusterRecord.contradiction(
                currentEndpoint,
                "says that the cluster has \(members.count) members"
            )
        }
        var answers = await answers(of: links.map(\.endpoint))
        let known = Set(answers.compactMap { try? $0.result.get().memberID })
        // Endpoints whose member did not answer are not asked a second time.
        let asked = Set(answers.map { "\($0.endpoint.host):\($0.endpoint.port)" })
        let others = members.filter { !known.contains($0.id) }
            .compactMap { $0.clientUrls.compactMap { try? EtcdEndpoint($0) }.first }
            .filter { !asked.contains("\($0.host):\($0.port)") }
        answers += await self.answers(of: others)
        let alarms = try await alarms()
        return EtcdHealth(
            members: members.map { member in
                var status: EtcdStatus?
                var failure: EtcdError?
                for answer in answers {
                    switch answer.result {
                    case .success(let found) where found.memberID == member.id:
                        status = found
                    case .failure(let error)
                    where member.clientUrls.contains {
                        (try? EtcdEndpoint($0)).map { $0.host == answer.endpoint.host }
                            ?? false && (try? EtcdEndpoint($0))?.port == answer.endpoint.port
                    }:
                        failure = error
                    default: break
                    }
                }
                if status == nil, failure == nil {
                    failure = EtcdError(
                        code: .unreachable,
                        message: "member \(member.name): no endpoint leads to it",
                        remedy: .nameThatEndpoint
                    )
                }
                return EtcdMemberStatus(
                    id: member.id,
                    name: member.name,
                    clientURLs: member.clientUrls,
                    isLearner: member.isLearner,
                    status: status,
                    failure: status == nil ? failure : nil
                )
            },
            alarms: alarms
        )
    }

    private func answers(of endpoints: [EtcdEndpoint]) async -> [MemberAnswer] {
        await withTaskGroup(of: MemberAnswer.self) { group in
            for endpoint in endpoints {
                group.addTask { await self.answer(of: endpoint) }
            }
            var answers: [MemberAnswer] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
    }

    private func answer(of endpoint: EtcdEndpoint) async -> MemberAnswer {
        do {
            let status = try await status(of: endpoint)
            return MemberAnswer(endpoint: endpoint, result: .success(status))
        } catch {
            return MemberAnswer(endpoint: endpoint, result: .failure(error))
        }
    }

    func status(over link: Link) async throws(EtcdError) -> EtcdStatus {
        let answer = try await perform(on: link) { link, metadata in
            try await link.ask(
                Methods.status,
                .init(),
                metadata: metadata
            )
        }
        guard answer.dbSize >= 0, answer.dbSizeInUse >= 0, answer.header.revision >= 0 else {
            throw ClusterRecord.contradiction(
                link.endpoint,
                "says that its database has \(answer.dbSize) bytes, of which it uses "
                    + "\(answer.dbSizeInUse), at revision \(answer.header.revision)"
            )
        }
        return EtcdStatus(
            endpoint: link.endpoint,
            clusterID: answer.header.clusterID,
            memberID: answer.header.memberID,
            version: answer.version,
            dbSize: answer.dbSize,
            dbSizeInUse: answer.dbSizeInUse,
            dbSizeQuota: answer.dbSizeQuota > 0 ? answer.dbSizeQuota : nil,
            leader: answer.leader,
            revision: answer.header.revision,
            raftTerm: answer.raftTerm,
            raftIndex: answer.raftIndex,
            raftAppliedIndex: answer.raftAppliedIndex,
            errors: answer.errors,
            isLearner: answer.isLearner
        )
    }
}

#endif
