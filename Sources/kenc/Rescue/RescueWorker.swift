import EtcdDump
import EtcdModel
import KubernetesModel
import Providers
import Survey

/// Looks at the entries of a store: which does the configuration in force not open, and what does.
actor RescueWorker: EntryWorker {
    struct Part: Sendable {
        /// What was counted, with the reports of what is not opened left to `closed`.
        var survey: Survey
        var closed: [ClosedEntry] = []
        /// Those whose stored bytes something opens, as entries of a dump.
        var rescued = DumpText()
        /// What definitions say of the versions of their resources.
        var versions: [GroupResource: String] = [:]
    }

    private static let definitions = GroupResource(
        resource: "customresourcedefinitions",
        group: "apiextensions.k8s.io"
    )

    private let filter: EntryFilter
    private let sorter: EntrySorter
    private let rescuer: Rescuer
    private let configurations: [ResourceChains]

    init(_ store: OpenedStore, _ configurations: [ResourceChains], _ keys: RescueKeys) {
        filter = store.filter
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.configurations = configurations
        rescuer = Rescuer(configurations, keys)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        for chains in configurations {
            try await chains.unwrapKeys(of: batch, where: sorter.isObject)
        }
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part(survey: Survey())
        part.survey.shape = StoreShape(for: filter)
        try batch.forEach { key, stored, facts in
            let place = sorter.place(key)
            part.survey.shape.saw(key, stored, place)
            part.count(place, stored)
            let verdict = rescuer.verdict(stored, etcdKey: key, place) { plaintext in
                guard case .object(let resource, _, _) = place,
                    resource.groupResource == Self.definitions,
                    let definition = try? StoredObject(plaintext: plaintext),
                    let names = CustomResourceNames(definition)
                else { return }
                part.versions[names.resource] = ServedVersion.custom(definition)
            }
            switch verdict {
            case .opens: break
            case .suspect(let message):
                part.survey.suspectValues.append(
                    ValueReport(
                        key: Array(copying: key),
                        code: "identityMismatch",
                        message: message
                    )
                )
            case .fails(let code, let message):
                let report = ValueReport(key: Array(copying: key), code: code, message: message)
                part.add(report, key, stored, facts, place, rescuer)
            }
        }
        return part
    }
}

extension RescueWorker.Part {
    fileprivate mutating func count(_ place: EntrySorter.Place, _ stored: Span<UInt8>) {
        switch place {
        case .leftOut: break
        case .system: survey.system += 1
        case .unknown:
            survey.unknown += 1
            if StoredHeader.isEncrypted(stored) { survey.unknownEncrypted += 1 }
        case .object(let resource, _, _):
            survey.resources[resource.groupResource, default: ResourceTally()].values += 1
        }
    }

    fileprivate mutating func add(
        _ report: ValueReport,
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ facts: EntryFacts,
        _ place: EntrySorter.Place,
        _ rescuer: Rescuer,
    ) {
        var object: Removal.Object?
        if case .object(let resource, let namespace, let name) = place {
            survey.resources[resource.groupResource, default: ResourceTally()].unreadable += 1
            object = Removal.Object(
                resource: resource.groupResource,
                namespace: namespace.map { Self.text(key, $0) },
                name: Self.text(key, name)
            )
        }
        var entry = ClosedEntry(
            key: report.key,
            object: object,
            modRevision: facts.modRevision,
            createRevision: facts.createRevision,
            report: report
        )
        if let opening = rescuer.opening(stored, etcdKey: key, place) {
            entry.version = ClosedEntry.Version(
                place: .stored,
                opening: opening,
                modRevision: facts.modRevision,
                createRevision: facts.createRevision
            )
            rescued.add(key, stored, facts)
        }
        closed.append(entry)
    }

    private static func text(_ key: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: Array(copying: key.extracting(range)), as: UTF8.self)
    }
}

/// Looks for versions of certain keys that something opens.
actor VersionWorker: EntryWorker {
    struct Part: Sendable {
        var count = 0
        var found: [(index: Int, version: ClosedEntry.Version)] = []
    }

    /// The keys, each with its place in a list, and how new a version of it may be.
    struct Wanted: Sendable {
        let keys: [[UInt8]: Int]
        let below: [Revision]?
    }

    private let wanted: Wanted
    private let place: ClosedEntry.Place
    private let sorter: EntrySorter
    private let rescuer: Rescuer
    private let configurations: [ResourceChains]

    init(
        _ wanted: Wanted,
        in place: ClosedEntry.Place,
        below prefix: EtcdPrefix,
        _ configurations: [ResourceChains],
        _ keys: RescueKeys,
    ) {
        self.wanted = wanted
        self.place = place
        sorter = EntrySorter(prefix: prefix, filter: EntryFilter())
        self.configurations = configurations
        rescuer = Rescuer(configurations, keys)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        for chains in configurations {
            try await chains.unwrapKeys(of: batch) { wanted.keys[Array(copying: $0)] != nil }
        }
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part()
        part.count = batch.count
        try batch.forEach { key, stored, facts in
            guard let index = wanted.keys[Array(copying: key)] else { return }
            if let below = wanted.below, facts.modRevision >= below[index] { return }
            guard let opening = rescuer.opening(stored, etcdKey: key, sorter.place(key)) else {
                return
            }
            let version = ClosedEntry.Version(
                place: place,
                opening: opening,
                modRevision: facts.modRevision,
                createRevision: facts.createRevision
            )
            part.found.append((index, version))
        }
        return part
    }
}

/// Fetches the versions that were chosen, as entries of a dump.
actor ChosenVersionWorker: EntryWorker {
    private let chosen: [[UInt8]: Revision]

    init(_ chosen: [[UInt8]: Revision]) {
        self.chosen = chosen
    }

    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> DumpText {
        var text = DumpText()
        try batch.forEach { key, stored, facts in
            guard chosen[Array(copying: key)] == facts.modRevision else { return }
            text.add(key, stored, facts)
        }
        return text
    }
}
