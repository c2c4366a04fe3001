public import EncryptionConfig
public import KubernetesModel

/// A kind of resource that a pair of files tells apart.
///
/// Files decide over every resource there is, and resources they do not tell apart fare alike: so
/// one exact name each, one stand-in for the rest of every group with a wildcard, and one for all
/// the rest.
public enum StepScope: Sendable, Hashable {
    /// A resource that one of the files names, or a person.
    case resource(ResourceSelector)
    /// What no exact name covers in a group that has a wildcard; the core group is empty.
    case restOfGroup(String)
    /// What nothing else covers.
    case everythingElse

    /// The selector that finds the chain: of the resource, or what a stand-in falls under.
    public var selector: ResourceSelector {
        switch self {
        case .resource(let selector): selector
        case .restOfGroup(let group): ResourceSelector(resource: "*", group: group)
        case .everythingElse: .everything
        }
    }

    /// As a file writes it: `secrets`, `deployments.apps`, `*.`, `*.apps`, `*.*`.
    public var name: String { selector.name }

    /// Every kind that the files tell apart, exact names first, in order of first mention.
    public static func all(
        of configurations: [ValidatedConfiguration],
        and further: [ResourceSelector] = []
    ) -> [StepScope] {
        let selectors = configurations.flatMap { $0.chains.map(\.selector) } + further
        var seen: Set<StepScope> = [.everythingElse]
        var exact: [StepScope] = []
        var rests: [StepScope] = []
        for selector in selectors {
            let scope = StepScope(selector)
            guard seen.insert(scope).inserted else { continue }
            if case .resource = scope { exact.append(scope) } else { rests.append(scope) }
        }
        return exact + rests + [.everythingElse]
    }

    /// What a name of a file decides over.
    public init(_ selector: ResourceSelector) {
        switch (selector.resource, selector.group) {
        case ("*", "*"): self = .everythingElse
        case ("*", let group): self = .restOfGroup(group)
        default: self = .resource(selector)
        }
    }
}

extension ValidatedConfiguration {
    /// The chain that decides over a kind of resource: its own, its group's, or everything's.
    func chain(of scope: StepScope) -> ChainDefinition? {
        scope.selector.byPrecedence.lazy.compactMap { selector in
            chains.first { $0.selector == selector }
        }.first
    }
}
