internal import Providers

/// Joins what a store knows of the fleet with what was answered.
public struct FleetJudge: Sendable {
    /// A local file that servers may have applied.
    public struct NamedFile: Sendable, Hashable {
        /// Its name, for people.
        public var name: String
        /// The SHA-256 of its bytes.
        public var hash: ContentHash

        /// Joins the two.
        public init(name: String, hash: ContentHash) {
            self.name = name
            self.hash = hash
        }
    }

    private let wanted: ContentHash
    private let files: [NamedFile]

    /// Makes a judge.
    ///
    /// - Parameters:
    ///   - wanted: The file that every server should have applied.
    ///   - files: Files to recognise.
    public init(wanted: ContentHash, files: [NamedFile]) {
        self.wanted = wanted
        self.files = files
    }

    /// The verdict.
    ///
    /// - Parameters:
    ///   - roster: What the store knows; nil where no store was read.
    ///   - answers: In the order of asking: of two texts of one process the later counts.
    /// - Returns: The verdict on each server, and what else should be known.
    public func judge(roster: FleetRoster?, answers: [FleetAnswer]) -> FleetVerdict {
        var remarks: [FleetRemark] = []
        var servers = processes(in: answers).map(server)
        let answering = Dictionary(grouping: servers.compactMap(\.identityHash)) { $0 }
        for index in servers.indices {
            guard let hash = servers[index].identityHash else { continue }
            servers[index].sharesIdentity = (answering[hash]?.count ?? 0) > 1
        }
        servers += failures(in: answers)
        if let roster {
            if roster.isEmpty { remarks.append(.emptyStore) }
            add(roster, to: &servers, &remarks)
        } else {
            remarks.append(.noStore)
        }
        for (hash, all) in answering.sorted(by: { $0.key < $1.key }) where all.count > 1 {
            let identity = servers.first { $0.identityHash == hash }?.identity
            remarks.append(.sharedIdentity(identity, hash))
        }
        remarks += balancers(answers, servers, roster)
        for server in servers where !server.isExpected {
            remarks.append(.gone(server.hostname ?? server.identity?.id ?? ""))
        }
        return FleetVerdict(wanted: wanted, servers: servers, remarks: remarks)
    }

    // MARK: Answers

    /// The answers of one process of a server, in order.
    private struct AnsweringProcess {
        let source: String
        let address: String?
        var reports: [ServerReport]
    }

    /// Puts the answers of one process together; whatever cannot be told to be one stays apart.
    private func processes(in answers: [FleetAnswer]) -> [AnsweringProcess] {
        var processes: [AnsweringProcess] = []
        for answer in answers {
            guard case .success(let report) = answer.result else { continue }
            let known = processes.firstIndex { process in
                guard let last = process.reports.last,
                    last.identityHashes == report.identityHashes
                else { return false }
                let isSamePlace = process.source == answer.source
                if let start = report.processStart, let other = last.processStart {
                    // Two unnamed servers can begin in one second.
                    return start == other && (isSamePlace || !report.identityHashes.isEmpty)
                }
                return isSamePlace && answer.address != nil
            }
            if let known {
                processes[known].reports.append(report)
            } else {
                processes.append(
                    AnsweringProcess(
                        source: answer.source,
                        address: answer.address,
                        reports: [report]
                    )
                )
            }
        }
        return processes
    }

    private func server(_ process: AnsweringProcess) -> FleetServer {
        var server = FleetServer()
        server.isAsked = true
        server.isAlive = process.address == nil ? nil : true
        server.source = process.source
        server.address = process.address
        // Texts of files come in any order: one that knows of more reloads is the later.
        var reports = process.reports
        if process.address == nil {
            let order = reports.enumerated().sorted {
                ($0.element.reload.successes, $0.offset) < ($1.element.reload.successes, $1.offset)
            }
            reports = order.map(\.element)
        }
        guard let report = reports.last else { return server }
        if report.identityHashes.count == 1 { server.identityHash = report.identityHashes.first }
        server.reload = report.reload
        server.pluginKeys = report.pluginKeys
        server.since = [report.reload.lastSuccess, report.processStart].compactMap { $0 }.max()
        if reports.count > 1 { server.writes = report.writes.since(reports[0].writes) }
        (server.state, server.reason) = verdict(on: report)
        if case .hash(let hash) = report.appliedFile, server.state != .unproven {
            server.applied = hash
            server.file = files.first { $0.hash == hash }?.name
        }
        return server
    }

    private func verdict(on report: ServerReport) -> (ServerState, ServerReason?) {
        if let damage = report.damage {
            let isNone = damage == .empty || damage == .noAPIServer
            return (isNone ? .unreachable : .unproven, .text(damage))
        }
        switch (report.appliedFile, report.release) {
        case (.hash(let hash), _): return (hash == wanted ? .proven : .other, nil)
        case (.unclear, _): return (.unproven, .unclear)
        case (.untold, .tells): return (.noConfiguration, .noConfiguration(isCertain: true))
        case (.untold, .doesNotTell(let release)):
            return (.unproven, .releaseDoesNotTell(release))
        case (.untold, .unknown):
            // 1.34 and newer name their file: where values are transformed, the server is older.
            return report.showsConfiguration
                ? (.unproven, .releaseDoesNotTell(nil))
                : (.noConfiguration, .noConfiguration(isCertain: false))
        }
    }

    private func failures(in answers: [FleetAnswer]) -> [FleetServer] {
        var seen: Set<String> = []
        return answers.compactMap { answer in
            guard case .failure(let failure) = answer.result, seen.insert(answer.source).inserted
            else { return nil }
            var server = FleetServer()
            server.isAsked = true
            server.source = answer.source
            server.address = answer.address
            server.state = .unreachable
            server.reason = .asking(failure)
            return server
        }
    }

    /// An address whose answers name several servers.
    private func balancers(
        _ answers: [FleetAnswer],
        _ servers: [FleetServer],
        _ roster: FleetRoster?,
    ) -> [FleetRemark] {
        var named: [String: Set<ContentHash>] = [:]
        for answer in answers where answer.address != nil {
            guard case .success(let report) = answer.result else { continue }
            named[answer.source, default: []].formUnion(report.identityHashes)
        }
        return named.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            .loadBalancer(
                source: $0.key,
                servers: $0.value.count,
                isComplete: roster.map { !$0.servers.isEmpty } ?? false
            )
        }
    }

    // MARK: The store

    private func add(
        _ roster: FleetRoster,
        to servers: inout [FleetServer],
        _ remarks: inout [FleetRemark],
    ) {
        for known in roster.servers {
            var matches = servers.indices.filter {
                servers[$0].identityHash == known.identityHash
            }
            if matches.isEmpty, let index = silent(known, servers) { matches = [index] }
            if matches.isEmpty {
                var server = FleetServer()
                server.isExpected = known.isAlive != false
                servers.append(server)
                matches = [servers.endIndex - 1]
            }
            for index in matches {
                servers[index].identity = known.identity
                servers[index].identityHash = known.identityHash
                servers[index].hostname = known.hostname
                servers[index].address = servers[index].address ?? known.address
                servers[index].isAlive = servers[index].isAlive ?? known.isAlive
                // A plain lease only says that no entry covers leases.
                if let write = known.leaseWriter, write.key != .identity,
                    matches.count == 1, known.isAlive != false,
                    !servers[index].writes.contains(where: { $0.resource == write.resource })
                {
                    servers[index].writes.append(write)
                    servers[index].writes.sort()
                }
            }
        }
        // Servers of one host name share a lease; addresses are one for each.
        let running = servers.filter(\.isExpected)
        guard roster.addresses.count > running.count else { return }
        remarks.append(
            .moreAddresses(addresses: roster.addresses.count, servers: running.count)
        )
        let taken = Set(running.compactMap { $0.address.map(Self.host) })
        let free = roster.addresses.filter { !taken.contains($0) }
        for address in free.prefix(roster.addresses.count - running.count) {
            var server = FleetServer()
            server.address = address
            server.isAlive = true
            servers.append(server)
        }
    }

    /// The one that was asked at this server's address and did not say who it is.
    private func silent(_ known: KnownServer, _ servers: [FleetServer]) -> Int? {
        servers.firstIndex { server in
            guard server.identityHash == nil, server.identity == nil,
                let asked = server.address
            else { return false }
            return asked == known.address || known.hostname == Self.host(asked)
                || known.address.map(Self.host) == Self.host(asked) && server.isAsked
        }
    }

    /// The host of `host:port`, `[host]:port` or `host`.
    static func host(_ address: String) -> String {
        if address.hasPrefix("[") {
            return String(address.dropFirst().prefix { $0 != "]" })
        }
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : address
    }
}
