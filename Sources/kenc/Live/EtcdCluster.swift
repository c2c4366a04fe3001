#if Etcd

import EtcdClient
import KeyMaterial
import KubernetesStorage
import Rotation

/// An etcd spoken to over gRPC.
final class EtcdCluster: LiveCluster {
    let name: String
    var swapExecutor: (any TaskExecutor)? { client.executor }
    private let client: EtcdClient
    private let prefix: [UInt8]
    private let wanted: WantedKeys

    init(_ options: EndpointOptions, prefix: String, wanted: WantedKeys) throws {
        let connection = try Self.connection(options)
        name = connection.endpoints.map(\.description).joined(separator: ",")
        do {
            client = try EtcdClient(connection)
        } catch {
            throw Failure(error)
        }
        self.prefix = EtcdPrefix(prefix).bytes
        self.wanted = wanted
    }

    func reading() async throws -> LiveReading {
        do throws(EtcdError) {
            let (ranges, keys, reach) = try await extent()
            return LiveReading(
                entries: EtcdEntries(client, ranges, keys: Int(keys)),
                reach: reach
            )
        } catch {
            throw Failure(error)
        }
    }

    func entries() async throws -> any EntryStore { try await reading().entries }

    /// What to read: what is wanted, or else everything, or else what is under the prefix.
    private func extent() async throws(EtcdError) -> (
        ranges: [EtcdKeyRange], keys: Int64, reach: LiveReading.Reach
    ) {
        let below = EtcdKeyRange(prefix: prefix)
        if let part = try await part() {
            // Where nothing is under the prefix, the whole store tells what is wrong with it.
            let isThere = if part.keys > 0 { true } else { try await count(below) != 0 }
            if isThere { return (part.ranges, part.keys, .part) }
        }
        let all = EtcdKeyRange(prefix: [])
        if let keys = try await count(all) { return ([all], keys, .everything) }
        return ([below], try await client.count(below).keys, .prefix)
    }

    /// The ranges of what is wanted, in byte order; nil when that is no part.
    private func part() async throws(EtcdError) -> (ranges: [EtcdKeyRange], keys: Int64)? {
        guard var places = wanted.places else { return nil }
        if !wanted.inGroups.isEmpty {
            guard let groups = try await groups() else { return nil }
            for group in groups {
                places += wanted.inGroups.map {
                    WantedKeys.Place(
                        bytes: prefix + group + [UInt8(ascii: "/")] + $0.bytes,
                        isKey: $0.isKey,
                        isUnusual: true
                    )
                }
            }
        }
        var ranges: Set<EtcdKeyRange> = []
        var keys: Int64 = 0
        for place in places {
            let range =
                place.isKey
                ? EtcdKeyRange(start: place.bytes, end: []) : EtcdKeyRange(prefix: place.bytes)
            guard !ranges.contains(range) else { continue }
            if place.isUnusual {
                guard let count = try await count(range), count > 0 else { continue }
                keys += count
            } else {
                keys += try await client.count(range).keys
            }
            ranges.insert(range)
        }
        return (ranges.sorted { $0.start.lexicographicallyPrecedes($1.start) }, keys)
    }

    /// The directories that are groups of custom resources; none where the user may not look, and
    /// nil where there are too many to tell.
    private func groups() async throws(EtcdError) -> [[UInt8]]? {
        do {
            return try await client.segments(below: prefix, limit: 1000)?
                .filter { $0.contains(UInt8(ascii: ".")) }
        } catch  where error.code == .permissionDenied {
            return []
        }
    }

    /// Nil when the user may not read there.
    private func count(_ range: EtcdKeyRange) async throws(EtcdError) -> Int64? {
        do {
            return try await client.count(range).keys
        } catch  where error.code == .permissionDenied {
            return nil
        }
    }

    func current(_ key: [UInt8]) async throws(StoreFailure) -> StoredValue? {
        do {
            return try await client.get(key).keyValue.map(StoredValue.init)
        } catch {
            throw StoreFailure(error)
        }
    }

    func compareAndSwap(
        key: [UInt8],
        modRevision: Int64,
        value: [UInt8],
    ) async throws(StoreFailure) -> SwapOutcome {
        do {
            switch try await client.compareAndSwap(
                key: key,
                modRevision: modRevision,
                value: value
            ) {
            case .swapped(let revision): return .swapped(modRevision: revision)
            case .conflict(let current): return .conflict(current: current.map(StoredValue.init))
            }
        } catch {
            throw StoreFailure(error)
        }
    }

    func checkup() async throws -> ClusterCheckup {
        do {
            return ClusterCheckup(try await client.health())
        } catch {
            throw Failure(error)
        }
    }

    func saveSnapshot(
        to path: String,
        progress: @Sendable @escaping (_ written: Int64, _ expected: Int64) -> Void,
    ) async throws -> SavedSnapshot {
        do {
            let saved = try await client.saveSnapshot(to: path) { written, remaining in
                progress(written, written + Int64(clamping: remaining))
            }
            return SavedSnapshot(
                file: saved.path,
                bytes: saved.byteCount,
                sha256: Self.hexadecimal(saved.sha256),
                endpoint: "\(saved.endpoint)"
            )
        } catch {
            throw Failure(error)
        }
    }
}

/// The pages of a walk over a live etcd, range after range at one revision.
private actor EtcdEntries: EntryStore {
    nonisolated let expectedEntries: Int?
    private let client: EtcdClient
    private var ranges: ArraySlice<EtcdKeyRange>
    private var pages: EtcdPageReader?
    private var revision: Int64 = 0

    init(_ client: EtcdClient, _ ranges: [EtcdKeyRange], keys: Int) {
        self.client = client
        self.ranges = ranges[...]
        expectedEntries = keys
    }

    func nextBatch() async throws -> (any EntryBatch)? {
        do {
            while true {
                if let page = try await pages?.next() {
                    revision = page.revision
                    return Batch(page: page)
                }
                guard let range = ranges.popFirst() else { return nil }
                pages = client.pages(range, revision: revision)
            }
        } catch {
            throw Failure(error)
        }
    }

    private struct Batch: EntryBatch {
        let page: EtcdPage

        var count: Int { page.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try page.forEach { key, value, entry in
                try body(
                    key,
                    value,
                    EntryFacts(
                        createRevision: entry.createRevision,
                        modRevision: entry.modRevision,
                        version: entry.version,
                        lease: entry.lease
                    )
                )
            }
        }
    }
}

extension StoredValue {
    fileprivate init(_ found: EtcdKeyValue) {
        self.init(
            value: found.value,
            facts: EntryFacts(
                createRevision: found.createRevision,
                modRevision: found.modRevision,
                version: found.version,
                lease: found.lease
            )
        )
    }
}

extension StoreFailure {
    fileprivate init(_ error: EtcdError) {
        let reach: Reach =
            switch error.code {
            case .permissionDenied, .tooLarge, .notFound: .key
            case .outcomeUnknown: .unknownOutcome
            default: .store
            }
        self.init(reach, Failure.text(error), hint: error.hint)
    }
}

extension Failure {
    fileprivate init(_ error: EtcdError) {
        self.init(
            Self.text(error),
            hint: error.hint,
            status: error.code == .configuration ? .usage : .failed
        )
    }

    fileprivate static func text(_ error: EtcdError) -> String {
        ShownText.line(error.message + (error.cause.map { " (\($0))" } ?? ""))
    }
}

extension ClusterCheckup {
    fileprivate init(_ health: EtcdHealth) {
        let statuses = health.members.compactMap(\.status)
        var problems: [Problem] = []
        for alarm in health.alarms {
            switch alarm.kind {
            case .noSpace:
                problems.append(
                    Problem(
                        message: "the alarm NOSPACE is raised: etcd refuses every write",
                        hint: "compact, defragment each member, then 'etcdctl alarm disarm'",
                        isFatal: true
                    )
                )
            case .corrupt:
                problems.append(
                    Problem(
                        message: "the alarm CORRUPT is raised: a member's data differs",
                        hint: "restore that member first; nothing may be written before",
                        isFatal: true
                    )
                )
            case .other(let number):
                problems.append(
                    Problem(
                        message: "alarm \(number) is raised, which this kenc does not know",
                        hint: "look at 'etcdctl alarm list', or go on with --force",
                        isFatal: false
                    )
                )
            }
        }
        for member in health.members {
            if let failure = member.failure {
                problems.append(
                    Problem(
                        message: "member \(ShownText.line(member.name)) does not answer: "
                            + ShownText.line(failure.message),
                        hint: "a rotation wants every member up; go on without it with --force",
                        isFatal: false
                    )
                )
            }
            for complaint in member.status?.errors ?? [] where health.alarms.isEmpty {
                problems.append(
                    Problem(
                        message: "member \(ShownText.line(member.name)) complains: "
                            + ShownText.line(complaint),
                        hint: "a rotation wants a healthy cluster; go on with --force",
                        isFatal: false
                    )
                )
            }
        }
        if health.leader == nil, health.members.allSatisfy({ $0.status != nil }) {
            problems.append(
                Problem(
                    message: "the members do not agree on a leader",
                    hint: "wait for the election to end",
                    isFatal: false
                )
            )
        }
        self.init(
            clusterID: statuses.first.map { String($0.clusterID, radix: 16) } ?? "",
            members: health.members.map { member in
                let role =
                    member.isLearner ? "learner" : member.id == health.leader ? "leader" : "member"
                let state = member.status.map { "etcd \($0.version)" } ?? "no answer"
                return "\(ShownText.line(member.name)) (\(role), \(state))"
            },
            problems: problems,
            databaseBytes: statuses.map(\.dbSize).max() ?? 0,
            freeBytes: statuses.map { max(0, $0.dbSize - $0.dbSizeInUse) }.min() ?? 0,
            quota: statuses.compactMap(\.dbSizeQuota).min(),
        )
    }
}

extension EtcdCluster {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    private static let variables = [
        "ENDPOINTS", "CACERT", "CERT", "KEY", "INSECURE_SKIP_TLS_VERIFY", "INSECURE_TRANSPORT",
        "USER", "PASSWORD", "DIAL_TIMEOUT", "COMMAND_TIMEOUT", "KEEPALIVE_TIME",
        "KEEPALIVE_TIMEOUT",
    ]

    private static func connection(_ options: EndpointOptions) throws -> EtcdConnection {
        var environment: [String: String] = [:]
        for name in variables {
            environment["ETCDCTL_\(name)"] = Environment.value("ETCDCTL_\(name)")
        }
        do throws(EtcdError) {
            var connection = try EtcdConnection.environment(environment)
            if let list = options.endpoints { connection.endpoints = try EtcdEndpoint.list(list) }
            connection.cacert = options.cacert ?? connection.cacert
            connection.cert = options.cert ?? connection.cert
            connection.key = options.key ?? connection.key
            if options.insecureSkipTLSVerify { connection.insecureSkipTLSVerify = true }
            connection.insecureTransport = options.insecureTransport ?? connection.insecureTransport
            connection.dialTimeout =
                try duration(options.dialTimeout, "--dial-timeout") ?? connection.dialTimeout
            connection.commandTimeout =
                try duration(options.commandTimeout, "--command-timeout")
                ?? connection.commandTimeout
            if let user = options.user {
                connection.user = user
                // The variable may hold another user's password.
                if Environment.value("ETCDCTL_PASSWORD") == nil { connection.password = nil }
            }
            if let user = connection.user, options.passwordFile != nil || connection.password == nil
            {
                connection.password = try password(options.passwordFile, user)
            }
            return connection
        } catch {
            throw Failure(error)
        }
    }

    private static func duration(_ text: String?, _ name: String) throws(EtcdError) -> Duration? {
        guard let text else { return nil }
        guard let duration = Duration(goText: text), duration > .zero else {
            throw EtcdError(
                code: .configuration,
                message: "\(name) is \"\(text)\", not a duration above zero",
                hint: "write it like 5s, 1m30s or 300ms"
            )
        }
        return duration
    }

    private static func password(_ file: String?, _ user: String) throws(EtcdError) -> SecretKey {
        guard let file else {
            guard let typed = Terminal.password("Password of \(ShownText.line(user)): ") else {
                throw EtcdError(
                    code: .configuration,
                    message: "user \(user) is given without a password",
                    hint: "use --password-file or ETCDCTL_PASSWORD"
                )
            }
            return typed
        }
        do {
            var bytes = try FileBytes.read(file, limit: 1 << 16)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            return SecretKey(copying: bytes.span)
        } catch {
            throw EtcdError(
                code: .file,
                message: "\((error as? Failure)?.message ?? "cannot read \(file)")",
                hint: "--password-file names a file with the password in one line"
            )
        }
    }
}

#endif
