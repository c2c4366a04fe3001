import Survey

/// Values that need a person's eye, by what is wrong with them: of thousands on a lost key nobody
/// reads more than the first few.
struct ReasonGroups {
    private struct Group {
        let reason: String
        var count = 0
        var keys: [[UInt8]] = []
    }

    private static let keyLimit = 5
    private static let reasonLimit = 20

    private let groups: [Group]

    init(_ reports: [ValueReport]) {
        var groups: [Group] = []
        var positions: [String: Int] = [:]
        for report in reports {
            let position = positions[report.message] ?? groups.count
            if position == groups.count {
                positions[report.message] = position
                groups.append(Group(reason: report.message))
            }
            groups[position].count += 1
            if groups[position].keys.count < Self.keyLimit {
                groups[position].keys.append(report.key)
            }
        }
        self.groups = groups.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }

    /// How many values for each reason.
    func counts() -> String {
        groups.map { "  \(Self.title($0))\n" }.joined()
    }

    /// The same with the first etcd keys of each.
    func text() -> String {
        var text = ""
        for group in groups.prefix(Self.reasonLimit) {
            text += "  \(Self.title(group))\n"
            for key in group.keys {
                text += "    \(ShownText.line(EtcdKeyText.both(key).text))\n"
            }
            if group.count > group.keys.count {
                let more = Numbers.grouped(group.count - group.keys.count)
                text += "    … and \(more) more; -o json names them all\n"
            }
        }
        let rest = groups.dropFirst(Self.reasonLimit)
        if !rest.isEmpty {
            let count = Numbers.count(rest.reduce(0) { $0 + $1.count }, "value")
            text += "  … and \(count) for other reasons; -o json names them all\n"
        }
        return text
    }

    private static func title(_ group: Group) -> String {
        "\(Numbers.count(group.count, "value")): \(ShownText.line(group.reason))"
    }
}
