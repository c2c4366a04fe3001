internal import EncryptionConfig
public import EtcdModel
public import KubernetesModel
public import Providers

/// What a survey saw of a store, and so how far a conclusion from it carries.
///
/// What was not seen whole, at one revision, with its integrity known, proves nothing about the
/// rest. Everything that kenc concludes from a store is therefore a function of this: which keys may
/// go, whether a rotation is proven, whether a configuration opens a backup.
public struct Evidence: Sendable, Hashable {
    /// A reason why the store may hold what the survey did not see.
    public enum Shortfall: Sendable, Hashable {
        /// Only objects of these resources and namespaces counted.
        case filtered
        /// The store was cut, or may have been.
        case gap(StoreSighting.Gap)
        /// Parts of it are older than others.
        case severalRevisions(ClosedRange<Revision>)
        /// Nothing says as of when it is.
        case revisionUnknown
        /// It shows an old revision, and was written since.
        case past(Revision, newest: Revision)
        /// Only these ranges of keys could be read.
        case onlyRanges([KeyRange])
        /// It holds no namespace, and every API server's store holds some.
        case noNamespaces
        /// The values name more keys than are kept apart: so many were counted without the name.
        case keysWithoutName(Int)
        /// A dump cannot say which keys it was asked for, and none is of a resource that has keys.
        case nothingOf(GroupResource)
    }

    /// What was named and is not there.
    public enum Missing: Sendable, Hashable {
        /// A resource that a filter or an entry of a configuration names.
        case resource(GroupResource)
        /// A namespace that a filter names.
        case namespace(String)
    }

    /// What the store says of itself.
    public let store: StoreSighting
    /// What counted.
    public let filter: EntryFilter
    /// Why the survey may not have seen everything; empty when it did.
    public let shortfalls: [Shortfall]
    /// What was looked for and not found.
    public let missing: [Missing]

    /// Judges what a survey saw.
    ///
    /// - Parameters:
    ///   - survey: What was counted, with what the store said at the end of the walk.
    ///   - filter: What counted.
    ///   - chains: The chains of the configurations that it was counted under.
    public init(_ survey: Survey, filter: EntryFilter, chains: [ResourceChains]) {
        store = survey.sighting
        self.filter = filter
        let unseen = Self.unseenResources(survey, chains)
        var shortfalls = Self.shortfalls(of: survey.sighting)
        if survey.withoutName > 0 { shortfalls.append(.keysWithoutName(survey.withoutName)) }
        if !filter.admitsAll {
            shortfalls.append(.filtered)
        } else {
            // Under a filter only the ranges that it needs are asked for.
            if let ranges = store.ranges, !ranges.contains(.everything) {
                shortfalls.append(.onlyRanges(ranges))
            }
            if survey.resources[.namespaces]?.values ?? 0 == 0 { shortfalls.append(.noNamespaces) }
            if store.kind == .dump { shortfalls += unseen.map(Shortfall.nothingOf) }
        }
        self.shortfalls = shortfalls
        missing =
            filter.admitsAll
            ? unseen.map(Missing.resource) : Self.unseenNames(survey, filter)
    }

    /// Whether every key under the prefix was seen, at one revision.
    public var isWhole: Bool { shortfalls.isEmpty }

    /// Whether what was seen says something about what was not: ``isWhole``, and nobody asked to
    /// look away from the file's hash.
    public var isConclusive: Bool { isWhole && store.integrity != .skipped }

    /// Whether everything under the prefix that the filter admits was seen, so that something can be
    /// said of it, though not of the rest.
    public var coversFilter: Bool {
        guard store.integrity != .skipped, filter.admitsAll || missing.isEmpty else { return false }
        return shortfalls.allSatisfy { shortfall in
            switch shortfall {
            case .filtered, .onlyRanges: true
            // A dump alone cannot say which keys it was asked for.
            case .noNamespaces: store.kind != .dump
            default: false
            }
        }
    }

    /// Whether a filter names something of which there is nothing, so that nothing was shown of it.
    public var isFilterUnmet: Bool { !filter.admitsAll && !missing.isEmpty }

    private static func shortfalls(of store: StoreSighting) -> [Shortfall] {
        var shortfalls = store.gaps.map(Shortfall.gap).sorted { "\($0)" < "\($1)" }
        switch store.moment {
        case .revision(let revision):
            // A live store is written to while it is read: its walk is of its first moment.
            if store.kind != .live, let newest = store.newestRevision, newest > revision {
                shortfalls.append(.past(revision, newest: newest))
            }
        case .several(let revisions): shortfalls.append(.severalRevisions(revisions))
        case .unknown:
            if store.kind != .memory { shortfalls.append(.revisionUnknown) }
        }
        return shortfalls
    }

    /// Resources that have an entry with keys, their own or a wildcard, and of which there is nothing.
    private static func unseenResources(
        _ survey: Survey,
        _ chains: [ResourceChains],
    ) -> [GroupResource] {
        let seen = survey.resources.filter { $0.value.values > 0 }.map(\.key)
        var unseen: Set<GroupResource> = []
        for chains in chains {
            // Namespaces are there whatever was asked for, so they speak for no wildcard.
            let others = seen.filter { $0 != .namespaces }
                .map { chains.chain(of: $0)?.selector }
            for chain in chains.chains {
                guard chain.providers.contains(where: { $0.kind != .identity }) else { continue }
                let selector = chain.selector
                let resource = GroupResource(resource: selector.resource, group: selector.group)
                let isSeen =
                    selector.isWildcard ? others.contains(selector) : seen.contains(resource)
                if !isSeen { unseen.insert(resource) }
            }
        }
        return unseen.sorted()
    }

    private static func unseenNames(_ survey: Survey, _ filter: EntryFilter) -> [Missing] {
        let resources = filter.resources.sorted().compactMap(GroupResource.init(text:))
            .filter { survey.resources[$0]?.values ?? 0 == 0 }
            .map(Missing.resource)
        let namespaces = filter.namespaces
            .filter { !survey.shape.namespaces.contains($0) }
            .map(Missing.namespace)
        return resources + namespaces
    }
}

extension EntryFilter {
    /// What is named and of which a walk saw nothing.
    public func missing(in seen: StoreShape) -> [Evidence.Missing] {
        resources.sorted().filter { !seen.resources.contains($0) }
            .compactMap(GroupResource.init(text:)).map(Evidence.Missing.resource)
            + namespaces.filter { !seen.namespaces.contains($0) }.map(Evidence.Missing.namespace)
    }
}

extension GroupResource {
    static let namespaces = GroupResource(resource: "namespaces", group: "")
}
