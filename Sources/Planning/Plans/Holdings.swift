public import EncryptionConfig

/// What is really stored, as far as anyone looked.
public struct Holdings: Sendable {
    /// A share of the values of one resource, by what their headers say.
    public struct Share: Sendable, Hashable {
        /// The provider's word in stored headers; identity for plaintext.
        public let provider: String
        /// The key's or plugin's name; nil for plaintext.
        public let keyName: String?
        /// How many values.
        public let values: Int

        /// Takes what was counted.
        public init(provider: String, keyName: String?, values: Int) {
            self.provider = provider
            self.keyName = keyName
            self.values = values
        }
    }

    /// By resource; nil where no store was looked at, so that everything may be there.
    private let shares: [ResourceSelector: [Share]]?

    /// Values that the configuration in force cannot read, whatever they are on.
    public let unreadable: Int

    /// Nobody looked: every class that the configuration reads counts as present.
    public static let unknown = Holdings(shares: nil, unreadable: 0)

    /// What a survey of a whole store counted.
    public init(_ shares: [ResourceSelector: [Share]], unreadable: Int = 0) {
        self.init(shares: shares, unreadable: unreadable)
    }

    private init(shares: [ResourceSelector: [Share]]?, unreadable: Int) {
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
            .flatMap(\.value).filter { $0.values > 0 }
        return readers.filter { reader in
            here.contains { $0.provider == reader.provider && $0.isNamed(reader.keyName) }
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

extension Holdings.Share {
    fileprivate func isNamed(_ name: String?) -> Bool {
        switch (keyName, name) {
        case (nil, nil): true
        case (let one?, let other?): one.utf8.elementsEqual(other.utf8)
        default: false
        }
    }
}
