internal import EncryptionConfig
internal import KubernetesModel

/// What chains the contents of a file make, before it is text.
extension EditableConfiguration {
    /// The chain that decides over a kind of resource; the lists of entries with one name are joined.
    func chain(of scope: StepScope) -> ChainDefinition? {
        let selector = scope.selector
        let group = ResourceSelector(resource: "*", group: selector.group)
        let all = ResourceSelector(resource: "*", group: "*")
        for wanted in [selector, group, all] {
            let providers = entries.filter { $0.names(wanted) }.flatMap(\.providers)
            guard !providers.isEmpty else { continue }
            return ChainDefinition(selector: selector, providers: providers.map(\.definition))
        }
        return nil
    }

    /// What the chain reads, in walking order; plaintext where there is no chain.
    func readers(of scope: StepScope) -> [ValueClass] {
        ReaderPlace.all(of: chain(of: scope)).map(\.valueClass)
    }

    /// What the chain writes.
    func writer(of scope: StepScope) -> ValueClass { readers(of: scope)[0] }

    /// The first entry that names exactly this.
    func ownEntry(of scope: StepScope) -> Int? {
        entries.firstIndex { $0.names(scope.selector) }
    }

    /// Every name of the file, in order of first mention.
    var selectors: [ResourceSelector] { entries.flatMap(\.resources).map(\.selector) }
}

extension StepScope {
    /// Every kind of resource that these contents tell apart.
    static func all(
        of contents: [EditableConfiguration],
        and further: [ResourceSelector]
    ) -> [StepScope] {
        var seen: Set<StepScope> = []
        return (contents.flatMap(\.selectors) + further).map(StepScope.init)
            .filter { $0 != .everythingElse && seen.insert($0).inserted } + [.everythingElse]
    }

    /// Whether a chain for this also decides over the other, where that has none of its own.
    func covers(_ other: StepScope) -> Bool {
        switch (self, other) {
        case (.resource, _): false
        case (.everythingElse, _): other != .everythingElse
        case (.restOfGroup(let group), .resource(let selector)): selector.group == group
        case (.restOfGroup, _): false
        }
    }

    /// A resource there is, and no stand-in.
    var isExact: Bool {
        if case .resource = self { true } else { false }
    }
}
