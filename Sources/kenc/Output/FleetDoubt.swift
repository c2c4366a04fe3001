import Fleet

extension FleetWords {
    /// Which servers keep a verdict from being proven, in a line.
    static func doubt(_ verdict: FleetVerdict) -> String {
        let doubtful = verdict.servers.filter { $0.isExpected && $0.state != .proven }
        var clauses = doubtful.prefix(3).map { server in
            "API server \(FleetText.name(server)) \(state(server))"
        }
        if doubtful.count > 3 { clauses.append("and \(doubtful.count - 3) more") }
        if clauses.isEmpty {
            clauses = verdict.remarks.filter(\.isInTheWay).map { remark($0).message }
        }
        return clauses.isEmpty ? "no API server is known" : clauses.joined(separator: ", ")
    }

    private static func state(_ server: FleetServer) -> String {
        switch server.state {
        case .proven: "is on the file"
        case .other: "is on another file" + (server.file.map { " (\(ShownText.line($0)))" } ?? "")
        case .noConfiguration: "runs without an encryption configuration"
        case .missing: "was asked by nobody"
        case .unproven: "does not tell which file it is on"
        case .unreachable:
            "does not answer" + (server.reason.map { " (\(reason($0).message))" } ?? "")
        }
    }
}

extension FleetRoster {
    /// What etcd alone tells of the API servers, before a rotation that asks none of them:
    /// `3 API servers: master-1, master-2, master-3`; nil where it knows none.
    var text: String? {
        let running = servers.filter { $0.isAlive != false }.map { $0.hostname ?? $0.identity.id }
        let names = running.isEmpty ? addresses : running
        guard !names.isEmpty else { return nil }
        let list = names.map(ShownText.line).joined(separator: ", ")
        return "\(Numbers.count(names.count, "API server")): \(list)"
    }
}
