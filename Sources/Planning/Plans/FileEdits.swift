internal import EncryptionConfig
internal import KubernetesModel

/// The two changes that every rotation is made of, for one kind of resource at a time.
///
/// Kinds of resource have to be visited with wildcards first: what a wildcard's new chain already
/// gives needs no entry of its own.
struct FileEdits {
    private(set) var contents: EditableConfiguration
    /// The file whose chains the new entries start from.
    private let before: EditableConfiguration

    /// Whether a name may stay in an entry with a plugin, so that its chain keeps the plugin.
    private let sharesPlugins: Bool

    init(_ contents: EditableConfiguration, sharesPlugins: Bool = true) {
        self.contents = contents
        before = contents
        self.sharesPlugins = sharesPlugins
    }

    /// Lets a kind of resource read what a provider with one key writes, behind what it reads now.
    ///
    /// Others of its entry learn to read it too, where `isMeant` says so.
    mutating func addReader(
        _ reader: ReaderPlace,
        for scope: StepScope,
        where isMeant: (StepScope) -> Bool = { _ in true },
    ) {
        guard !contents.readers(of: scope).contains(reader.valueClass) else { return }
        let number = ownEntry(of: scope)
        let names = contents.entries[number].resources
        let alike = names.filter {
            $0.selector == scope.selector || isMeant(StepScope($0.selector))
        }
        if alike.count == names.count {
            contents.entries[number].append(reader)
        } else if canShare(number, alike) {
            contents.entries.insert(entry(of: reader, for: alike), at: number + 1)
        } else {
            split(number, alike) { $0.append(reader) }
        }
    }

    /// Makes what a provider with one key writes the first of a kind of resource; all that was read
    /// before still is.
    ///
    /// `wishes` says what the other kinds want to write, so that names of one entry that want the same
    /// stay together.
    mutating func setWriter(
        _ reader: ReaderPlace,
        for scope: StepScope,
        wishes: [StepScope: ReaderPlace],
    ) {
        guard contents.writer(of: scope) != reader.valueClass else { return }
        let number = ownEntry(of: scope)
        let names = contents.entries[number].resources
        let alike = names.filter { name in
            let other = StepScope(name.selector)
            let wish = wishes[other]?.valueClass ?? contents.writer(of: other)
            return wish == reader.valueClass && contents.ownEntry(of: other) == number
        }
        if alike.count == names.count {
            contents.entries[number].promote(reader)
        } else if canShare(number, alike), reader.definition.plugin == nil {
            contents.entries.insert(entry(of: reader, for: alike), at: number)
        } else {
            split(number, alike) { $0.promote(reader) }
        }
    }

    /// Gives some names of an entry a copy of their own, above it.
    private mutating func split(
        _ number: Int,
        _ names: [EditableConfiguration.Resource],
        _ change: (inout EditableConfiguration.Entry) -> Void,
    ) {
        var copy = contents.entries[number].copy(for: names)
        change(&copy)
        let moved = Set(names.map(\.selector))
        contents.entries[number].resources.removeAll { moved.contains($0.selector) }
        contents.entries.insert(copy, at: number)
    }

    /// Whether names have to stay in an entry, beside one that is added: a plugin's name may stand in
    /// one entry only, and the lists of entries with one name are joined. (Of a wildcard in two
    /// entries the names between them would be masked.)
    private func canShare(_ number: Int, _ names: [EditableConfiguration.Resource]) -> Bool {
        sharesPlugins && contents.entries[number].providers.contains { $0.plugin != nil }
            && names.allSatisfy { StepScope($0.selector).isExact }
    }

    /// An entry with nothing but one key.
    private func entry(
        of reader: ReaderPlace,
        for names: [EditableConfiguration.Resource],
    ) -> EditableConfiguration.Entry {
        EditableConfiguration.Entry(
            resources: names.map { EditableConfiguration.Resource($0.name) },
            providers: [EditableConfiguration.Provider(reader.definition)]
        )
    }

    /// The entry that names this, made of what decides over it now where there is none.
    private mutating func ownEntry(of scope: StepScope) -> Int {
        if let own = contents.ownEntry(of: scope) { return own }
        let selector = scope.selector
        let cover = contents.entries.firstIndex { entry in
            entry.resources.contains { StepScope($0.selector).covers(scope) }
        }
        let providers =
            contents.chain(of: scope)?.providers.map(EditableConfiguration.Provider.init)
            ?? [EditableConfiguration.Provider(.identity)]
        let name = EditableConfiguration.Resource(selector.name)
        let entry: EditableConfiguration.Entry
        if let cover, contents.entries[cover].providers.count == providers.count {
            entry = contents.entries[cover].copy(for: [name])
        } else {
            entry = EditableConfiguration.Entry(resources: [name], providers: providers)
        }
        let place = cover ?? contents.entries.count
        contents.entries.insert(entry, at: place)
        return place
    }

    /// Entries that say the same one after the other become one again.
    mutating func joinNewEntries() {
        let known = Set(before.selectors)
        func isNew(_ entry: EditableConfiguration.Entry) -> Bool {
            entry.resources.allSatisfy { !known.contains($0.selector) }
        }
        var number = 1
        while number < contents.entries.count {
            let (one, next) = (contents.entries[number - 1], contents.entries[number])
            let names = one.resources + next.resources
            let isExact = names.allSatisfy { StepScope($0.selector).isExact }
            if isExact, isNew(one), isNew(next), one.readsAlike(next) {
                contents.entries[number - 1].resources = names
                contents.entries.remove(at: number)
            } else {
                number += 1
            }
        }
    }
}

extension EditableConfiguration.Entry {
    /// Whether both read the same in the same order.
    func readsAlike(_ other: EditableConfiguration.Entry) -> Bool {
        let (mine, others) = (readers, other.readers)
        return mine.count == others.count
            && zip(mine, others).allSatisfy {
                $0.valueClass == $1.valueClass && $0.provider == $1.provider
            }
    }

    /// Where a class stands: the provider, and the key in it.
    func place(of wanted: ValueClass) -> (provider: Int, key: Int)? {
        readers.first { $0.valueClass == wanted }.map { ($0.provider, $0.key) }
    }

    /// Everything that reads, in the order of the file.
    var readers: [ReaderPlace] {
        ReaderPlace.all(
            of: ChainDefinition(selector: .everything, providers: providers.map(\.definition))
        )
    }

    /// Puts a reader behind the last key of its kind, or as a provider of its own, before an identity
    /// that ends the list.
    mutating func append(_ reader: ReaderPlace) {
        let made = EditableConfiguration.Provider(reader.definition)
        if let key = made.keys.first,
            let number = providers.firstIndex(where: { $0.kind == made.kind })
        {
            providers[number].keys.append(key)
            return
        }
        let endsInIdentity = providers.count > 1 && providers.last?.kind == .identity
        let isIdentity = made.kind == .identity
        providers.insert(made, at: providers.count - (endsInIdentity && !isIdentity ? 1 : 0))
    }

    /// Puts a reader first, whether or not it is there.
    mutating func promote(_ reader: ReaderPlace) {
        if place(of: reader.valueClass) == nil { append(reader) }
        guard let (number, key) = place(of: reader.valueClass) else { return }
        var provider = providers.remove(at: number)
        if !provider.keys.isEmpty { provider.keys.insert(provider.keys.remove(at: key), at: 0) }
        providers.insert(provider, at: 0)
    }

    /// Takes out every reader that is not to be kept; providers without keys go with their last one.
    mutating func keep(_ isKept: (ValueClass) -> Bool) {
        for place in readers.reversed() where !isKept(place.valueClass) {
            let number = place.provider
            if !providers[number].keys.isEmpty { providers[number].keys.remove(at: place.key) }
            if providers[number].keys.isEmpty { providers.remove(at: number) }
        }
    }
}
