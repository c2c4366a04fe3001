import EtcdModel
import KubernetesModel
import Providers
import Survey

/// The resources that a command line names, understood as kubectl would.
///
/// Known is what is built in, what a configuration names, what the store holds, and what has a
/// group that is not Kubernetes' own.
struct NamedResources {
    private var names: ResourceVocabulary

    /// Knows what is built in, and what these selectors of configurations name.
    init(_ selectors: [ResourceSelector]) {
        names = ResourceVocabulary()
        for selector in selectors where !selector.isWildcard {
            names.add(GroupResource(resource: selector.resource, group: selector.group))
        }
    }

    init(_ chains: [ResourceChains]) {
        self.init(chains.flatMap(\.chains).map(\.selector))
    }

    /// The one resource that is meant, or a usage error.
    func resolve(_ word: String) throws -> GroupResource {
        do throws(ResourceNameError) { return try names.resolve(word) } catch {
            throw Self.failure(error)
        }
    }

    /// Whether a walk through the store can tell more.
    fileprivate func needsStore(_ words: [String]) -> Bool {
        words.contains { (try? names.resolve($0)) == nil }
    }

    fileprivate mutating func learn(_ found: CustomResources) {
        for resource in found.resources { names.add(resource) }
        for definition in found.definitions { names.add(definition) }
    }

    private static func failure(_ error: ResourceNameError) -> Failure {
        switch error {
        case .unknown(let word, let nearest):
            let hint = nearest.map { "did you mean \(ShownText.line($0))? " } ?? ""
            return .usage(
                "no resource is called \(ShownText.line(word))",
                hint: hint + "a custom resource is named with its group, as in widgets.example.com"
            )
        case .ambiguous(let word, let resources):
            let list = resources.map { ShownText.line($0.description) }.joined(separator: ", ")
            return .usage(
                "several resources are called \(ShownText.line(word)): \(list)",
                hint: "name one of them with its group"
            )
        case .notAName(let word):
            return .usage(
                "'\(ShownText.line(word))' names no resource",
                hint: "write for example secrets, deploy or deployments.apps"
            )
        }
    }
}

extension StoreOptions {
    /// The words that `--resource` was given, those with commas taken apart.
    static func words(_ texts: [String]) -> [String] {
        texts.flatMap { text in
            text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The same options with every resource under its one name; a store is walked only for a word
    /// that nothing else explains.
    func resolved(_ chains: [ResourceChains]) async throws -> StoreOptions {
        var options = self
        options.resources = try await resolve(Self.words(resources), chains)
            .map(\.description).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        return options
    }

    /// A named pipe gives what it has once only.
    private var canBeReadTwice: Bool {
        guard let file = dump ?? snapshot, file != "-" else { return isGiven || isLive }
        return FileMode(path: file)?.isRegular ?? true
    }

    /// What the words mean, in their order.
    func resolve(_ words: [String], _ chains: [ResourceChains]) async throws -> [GroupResource] {
        var names = NamedResources(chains)
        if canBeReadTwice, names.needsStore(words) {
            names.learn(try await CustomResources.read(self, chains))
        }
        return try words.map { try names.resolve($0) }
    }
}

/// The custom resources of a store.
///
/// By the directories of its keys, the names of their definitions, and what these say as far as
/// they can be opened. Of a live etcd only the definitions are read.
private struct CustomResources: Sendable {
    var resources: Set<GroupResource> = []
    var definitions: [CustomResourceNames] = []

    static func read(_ options: StoreOptions, _ chains: [ResourceChains]) async throws -> Self {
        var all = options
        all.resources = []
        all.namespaces = []
        let start = options.dump == "-" ? try StandardInput.keep() : 0
        let store = try await OpenedStore.open(
            all,
            ordered: false,
            wanted: WantedKeys(definitionsBelow: EtcdPrefix(options.prefix))
        )
        var found = CustomResources()
        try await Engine(workerCount: options.workerCount).run(
            over: store.entries,
            makeWorker: { Worker(store, chains) },
            consume: { part in
                found.resources.formUnion(part.resources)
                found.definitions += part.definitions
            },
        )
        if options.dump == "-" { StandardInput.rewind(to: start) }
        return found
    }

    actor Worker: EntryWorker {
        private static let definitions = "customresourcedefinitions"

        private let sorter: EntrySorter
        private let openers: [ValueOpener]
        private let configurations: [ResourceChains]
        private var met: Set<Int> = []

        init(_ store: OpenedStore, _ chains: [ResourceChains]) {
            sorter = EntrySorter(prefix: store.prefix, filter: EntryFilter())
            configurations = chains
            openers = chains.isEmpty ? [ValueOpener(nil)] : chains.map { ValueOpener($0) }
        }

        func prepare(_ batch: any EntryBatch) async throws {
            for chains in configurations {
                try await chains.unwrapKeys(of: batch) { key in
                    guard case .object(let resource, _, _) = sorter.place(key) else { return false }
                    return resource.groupResource.resource == Self.definitions
                }
            }
        }

        func process(_ batch: any EntryBatch) throws -> CustomResources {
            var part = CustomResources()
            try batch.forEach { key, stored, _ in
                let place = sorter.place(key)
                guard case .object(let resource, _, let name) = place else { return }
                if resource.isNamespaced == nil, met.insert(resource.index).inserted {
                    part.resources.insert(resource.groupResource)
                }
                guard resource.groupResource.resource == Self.definitions else { return }
                let text = String(decoding: Array(copying: key.extracting(name)), as: UTF8.self)
                if let named = GroupResource(text: text) { part.resources.insert(named) }
                for opener in openers {
                    let names = try? opener.open(stored, etcdKey: key, place) { plaintext, _ in
                        (try? StoredObject(plaintext: plaintext)).flatMap(CustomResourceNames.init)
                    }
                    if let names = names ?? nil {
                        part.definitions.append(names)
                        return
                    }
                }
            }
            return part
        }
    }
}
