#if Etcd

import EtcdClient
import EtcdModel
import Glibc
import KubernetesModel
import Rotation
import WireFormats

/// An etcd spoken to over gRPC.
final class EtcdCluster: LiveCluster {
    let name: String
    var swapExecutor: (any TaskExecutor)? { client.executor }
    private let client: EtcdClient
    private let prefix: [UInt8]
    private let wanted: WantedKeys

    init(_ options: EndpointOptions, prefix: String, wanted: WantedKeys) throws {
        let connection = try EtcdConnection.made(of: options)
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
        to target: SnapshotTarget,
        progress: @Sendable @escaping (_ written: Int64, _ expected: Int64) -> Void,
    ) async throws -> SavedSnapshot {
        do {
            let saved = try await client.saveSnapshot(to: EtcdSnapshotTarget(target)) {
                written,
                remaining in
                progress(written, written + Int64(clamping: remaining))
            }
            return SavedSnapshot(
                file: saved.path,
                bytes: saved.byteCount,
                sha256: HexText.encode(saved.sha256),
                fileSHA256: HexText.encode(saved.fileSHA256),
                endpoint: "\(saved.endpoint)"
            )
        } catch {
            throw Failure(error)
        }
    }
}

extension EtcdSnapshotTarget {
    init(_ target: SnapshotTarget) {
        self =
            switch target {
            case .file(let path, let replaces): .file(path: path, replaces: replaces)
            case .standardOutput: .stream(STDOUT_FILENO, name: "standard output")
            }
    }
}

#endif
