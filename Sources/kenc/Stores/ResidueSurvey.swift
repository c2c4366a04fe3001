import EncryptionConfig
import EtcdSnapshot
import KubernetesModel
import Providers
import Rotation
import Survey

/// What old bytes a snapshot still carries in pages that no live tree reaches: counts and pages,
/// never content.
struct ResidueSurvey {
    /// Copies of one resource on one key.
    struct Copies {
        var values = 0
        var bytes = 0
        var pages: Set<PageID> = []

        mutating func add(_ value: Span<UInt8>, _ page: PageID) {
            values += 1
            bytes += value.count
            pages.insert(page)
        }
    }

    /// By resource, and nil for copies whose etcd key is gone or of no known resource.
    private(set) var resources: [GroupResource?: [ProviderKey: Copies]] = [:]
    /// Pieces from the middle of values, which say neither key nor provider.
    private(set) var fragments = Copies()
    private(set) var summary = ResidueSummary()

    /// Copies stored without encryption.
    var plaintext: Int {
        resources.values.reduce(0) { $0 + ($1[.identity]?.values ?? 0) }
    }

    /// All copies whose head is left.
    var copies: Int {
        resources.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.values } }
    }

    init(_ contents: SnapshotContents, prefix: EtcdPrefix, filter: EntryFilter) throws {
        let sorter = EntrySorter(prefix: prefix, filter: filter)
        summary = try contents.keySpace.residue { key, value, finding in
            guard !finding.isTombstone, !value.isEmpty else { return }
            guard finding.kind != .fragment else {
                fragments.add(value, finding.page)
                return
            }
            let resource: GroupResource?
            switch key.isEmpty ? nil : sorter.place(key) {
            case .object(let stored, _, _): resource = stored.groupResource
            case .leftOut, .system: return
            case .unknown, nil:
                guard filter.admitsAll else { return }
                resource = nil
            }
            resources[resource, default: [:]][ProviderKey(headerOf: value), default: Copies()]
                .add(value, finding.page)
        }
    }

    /// By resource, those without one last; then by key.
    var sorted: [(resource: GroupResource?, key: ProviderKey, copies: Copies)] {
        resources.sorted { left, right in
            guard let first = left.key else { return false }
            guard let second = right.key else { return true }
            return first < second
        }.flatMap { resource, byKey in
            byKey.sorted { $0.key < $1.key }.map { (resource, $0.key, $0.value) }
        }
    }
}
