public import KubernetesModel
public import Providers

/// What is really stored, as far as anyone looked.
public struct Holdings: Sendable {
    /// By resource; nil where no store was looked at, so that everything may be there.
    private let shares: [ResourceSelector: [ProviderKey: Int]]?

    /// Values that the configuration in force cannot read, whatever they are on.
    public let unreadable: Int

    /// Nobody looked: every class that the configuration reads counts as present.
    public static let unknown = Holdings(shares: nil, unreadable: 0)

    /// How many values of each resource are on which key, of a whole store.
    public init(_ shares: [ResourceSelector: [ProviderKey: Int]], unreadable: Int = 0) {
        self.init(shares: shares, unreadable: unreadable)
    }

    private init(shares: [ResourceSelector: [ProviderKey: Int]]?, unreadable: Int) {
        self.shares = shares
        self.unreadable = unreadable
    }

    /// Whether a store was looked at.
    public var isKnown: Bool { shares != nil }

    /// What is present of what a chain reads, for one kind of resource among others.
    func present(
        _ readers: [ValueClass],
        of scope: StepScope,
        among scopes: [StepScope],
    ) -> [ValueClass] {
        guard let shares else { return readers }
        let here = shares.filter { scope == Self.decider(of: $0.key, among: scopes) }
        return readers.filter { reader in
            let key = ProviderKey(reader.kind, reader.keyName)
            return here.values.contains { $0[key, default: 0] > 0 }
        }
    }

    /// Resources that hold something, of those that a kind of resource stands for.
    func resources(of scope: StepScope, among scopes: [StepScope]) -> [ResourceSelector]? {
        guard let shares else { return nil }
        return shares.keys.filter { scope == Self.decider(of: $0, among: scopes) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func decider(
        of resource: ResourceSelector,
        among scopes: [StepScope]
    ) -> StepScope {
        let exact = StepScope.resource(resource)
        let group = StepScope.restOfGroup(resource.group)
        return scopes.contains(exact) ? exact : scopes.contains(group) ? group : .everythingElse
    }
}
