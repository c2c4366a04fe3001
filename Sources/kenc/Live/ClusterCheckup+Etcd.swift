#if Etcd

import EtcdClient

extension ClusterCheckup {
    init(_ health: EtcdHealth) {
        let statuses = health.members.compactMap(\.status)
        var problems: [Problem] = []
        func add(_ message: String, hint: String, isFatal: Bool = false) {
            problems.append(Problem(message: message, hint: hint, isFatal: isFatal))
        }
        for alarm in health.alarms {
            switch alarm.kind {
            case .noSpace:
                add(
                    "the alarm NOSPACE is raised: etcd refuses every write",
                    hint: "compact, defragment each member, then 'etcdctl alarm disarm'",
                    isFatal: true
                )
            case .corrupt:
                add(
                    "the alarm CORRUPT is raised: a member's data differs",
                    hint: "restore that member first; nothing may be written before",
                    isFatal: true
                )
            case .other(let number):
                add(
                    "alarm \(number) is raised, which this kenc does not know",
                    hint: "look at 'etcdctl alarm list', or go on with --force"
                )
            }
        }
        for member in health.members {
            if let failure = member.failure {
                add(
                    "member \(ShownText.told(member.name)) does not answer: "
                        + ShownText.told(failure.message),
                    hint: "a rotation wants every member up; go on without it with --force"
                )
            }
            for complaint in member.status?.errors ?? [] where health.alarms.isEmpty {
                add(
                    "member \(ShownText.told(member.name)) complains: "
                        + ShownText.told(complaint),
                    hint: "a rotation wants a healthy cluster; go on with --force"
                )
            }
        }
        if health.leader == nil, health.members.allSatisfy({ $0.status != nil }) {
            add(
                "the members do not agree on a leader",
                hint: "wait for the election to end"
            )
        }
        self.init(
            clusterID: statuses.first.map { String($0.clusterID, radix: 16) } ?? "",
            members: health.members.map { member in
                let role =
                    member.isLearner ? "learner" : member.id == health.leader ? "leader" : "member"
                let state =
                    member.status.map { "etcd \(ShownText.told($0.version))" } ?? "no answer"
                return "\(ShownText.told(member.name)) (\(role), \(state))"
            },
            problems: problems,
            databaseBytes: statuses.map(\.dbSize).max() ?? 0,
            freeBytes: statuses.map { max(0, $0.dbSize) - min($0.dbSize, max(0, $0.dbSizeInUse)) }
                .min() ?? 0,
            quota: statuses.compactMap(\.dbSizeQuota).min(),
        )
    }
}

#endif
