internal import KeyMaterial
public import KubernetesModel

/// The single steps of a rotation, as changes of a configuration's contents.
extension EditableConfiguration {
    // MARK: Finding the entry

    /// The first entry that gives a resource its chain: exact, else `*.group`, else `*.*`.
    ///
    /// A wildcard is looked for as it is.
    public func entry(for resource: ResourceSelector) -> Int? {
        for wanted in resource.isWildcard ? [resource] : resource.byPrecedence {
            if let found = entries.firstIndex(where: { $0.names(wanted) }) { return found }
        }
        return nil
    }

    private func chosenEntry(for resource: ResourceSelector) throws(EditRefusal) -> Int {
        guard let number = entry(for: resource) else { throw .noChain(resource.name) }
        return number
    }

    // MARK: Keys

    /// Puts a key behind the last key of the first provider that has keys.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - resource: Whose entry.
    ///   - kind: A provider of this kind instead, made behind the others if there is none. In an entry
    ///     without keys the default is secretbox.
    /// - Returns: The kind of the provider that got the key.
    /// - Throws: ``EditRefusal``, for example if the name is taken.
    @discardableResult
    public mutating func addKey(
        _ key: Key,
        for resource: ResourceSelector,
        kind: ProviderKind? = nil,
    ) throws(EditRefusal) -> ProviderKind {
        let number = try chosenEntry(for: resource)
        let providers = entries[number].providers
        let place = providers.firstIndex { provider in
            kind.map { provider.kind == $0 } ?? !provider.kind.keyLengths.isEmpty
        }
        let chosen = place.map { providers[$0].kind } ?? kind ?? .secretbox
        guard !chosen.keyLengths.isEmpty else { throw .noKeys(chosen) }
        guard chosen.keyLengths.contains(key.secret.count) else {
            throw .secretLength(bytes: key.secret.count, chosen)
        }
        try checkNew(key, chosen, in: number)
        if let place {
            entries[number].providers[place].keys.append(key)
        } else {
            entries[number].providers.append(Provider(chosen, keys: [key]))
        }
        return chosen
    }

    /// A header names a key by kind and name only, so a chain must not have two of one name.
    private func checkNew(
        _ key: Key,
        _ kind: ProviderKind,
        in number: Int,
    ) throws(EditRefusal) {
        func has(_ entry: Entry, where matches: (Key) -> Bool) -> Bool {
            entry.providers.contains { provider in
                provider.kind == kind
                    && provider.keys.contains { $0.name == key.name && matches($0) }
            }
        }
        if has(entries[number], where: { _ in true }) { throw .keyExists(key.name, kind) }
        let selectors = Set(entries[number].resources.map(\.selector))
        for (other, entry) in entries.enumerated() where other != number {
            guard entry.resources.contains(where: { selectors.contains($0.selector) }),
                has(entry, where: { $0.secret != key.secret })
            else { continue }
            throw .keyExistsElsewhere(key.name, kind)
        }
    }

    /// Makes a key, or a kms plugin of this name, what the entry writes with: first in the first
    /// provider.
    ///
    /// Of several keys with the name the first is taken, as for reading.
    ///
    /// - Parameters:
    ///   - name: The key or plugin.
    ///   - resource: Whose entry.
    ///   - kind: Only a provider of this kind.
    /// - Returns: The kind of the provider that writes now, and the kinds of other providers of the
    ///   entry that have a key of this name.
    /// - Throws: ``EditRefusal/noChain(_:)``, ``EditRefusal/unknownKey(_:resource:known:)``.
    @discardableResult
    public mutating func promote(
        _ name: KeyName,
        for resource: ResourceSelector,
        kind: ProviderKind? = nil,
    ) throws(EditRefusal) -> (kind: ProviderKind, others: [ProviderKind]) {
        let number = try chosenEntry(for: resource)
        let matches = entries[number].places(of: name, kind)
        guard let (place, index) = matches.first else {
            throw .unknownKey(name, resource: resource.name, known: entries[number].keyNames)
        }
        let others = matches.dropFirst().map { entries[number].providers[$0.provider].kind }
        var provider = entries[number].providers.remove(at: place)
        if let index { provider.keys.insert(provider.keys.remove(at: index), at: 0) }
        entries[number].providers.insert(provider, at: 0)
        return (provider.kind, others.filter { $0 != provider.kind })
    }

    /// Takes a key out, and its provider with its last key.
    ///
    /// - Parameters:
    ///   - name: The key or plugin.
    ///   - resource: Whose entry.
    ///   - kind: Only of a provider of this kind.
    /// - Returns: Whether the key was what the entry wrote with.
    /// - Throws: ``EditRefusal``, for example if it is the last.
    @discardableResult
    public mutating func removeKey(
        _ name: KeyName,
        for resource: ResourceSelector,
        kind: ProviderKind? = nil,
    ) throws(EditRefusal) -> Bool {
        let number = try chosenEntry(for: resource)
        let providers = entries[number].providers
        let matches = entries[number].places(of: name, kind)
        guard let (place, found) = matches.first else {
            throw .unknownKey(name, resource: resource.name, known: entries[number].keyNames)
        }
        let kinds = matches.map { providers[$0.provider].kind }
        let secrets = matches.compactMap { match in
            match.key.map { providers[match.provider].keys[$0].secret }
        }
        guard kinds.allSatisfy({ $0 == kinds[0] }), secrets.allSatisfy({ $0 == secrets[0] }),
            found == nil ? matches.count == 1 : true
        else { throw .ambiguousKey(name, kinds) }
        let wasWriter = place == 0 && (found ?? 0) == 0
        // Backwards, so that the places of the others stay what they are.
        for (provider, key) in matches.reversed() {
            if let key { entries[number].providers[provider].keys.remove(at: key) }
            if entries[number].providers[provider].keys.isEmpty {
                entries[number].providers.remove(at: provider)
            }
        }
        guard !entries[number].providers.isEmpty else { throw .wouldBeEmpty(.providers) }
        return wasWriter
    }

    // MARK: Resources

    /// Gives a resource an entry of its own.
    ///
    /// A resource that a wildcard covers gets a copy of that entry's providers in front of it, so that
    /// nothing changes yet. Any other joins an entry's list of names.
    ///
    /// - Parameters:
    ///   - name: The resource.
    ///   - like: A resource that is in the entry to join, or whose providers to copy; without it the
    ///     first entry.
    /// - Returns: The number of the entry that has the resource now.
    /// - Throws: ``EditRefusal/resourceExists(_:entry:)``, ``EditRefusal/noChain(_:)``.
    @discardableResult
    public mutating func addResource(
        _ name: String,
        like: ResourceSelector? = nil,
    ) throws(EditRefusal) -> Int {
        let resource = Resource(name)
        if let there = entries.firstIndex(where: { $0.names(resource.selector) }) {
            throw .resourceExists(name, entry: there)
        }
        var number = 0
        if let like { number = try chosenEntry(for: like) }
        let cover = entries.firstIndex { $0.masks(resource.selector) }
        guard let cover else {
            // A wildcard must stand behind the names it covers.
            let covered = entries.lastIndex { entry in
                entry.resources.contains { resource.selector.covers($0.selector) }
            }
            guard let covered, covered >= number else {
                entries[number].resources.append(resource)
                return number
            }
            entries.insert(entries[number].copy(for: [resource]), at: covered + 1)
            return covered + 1
        }
        if let like, let model = entry(for: like), model < cover, !entries[model].isWildcard {
            entries[model].resources.append(resource)
            return model
        }
        let model = like == nil ? cover : number
        entries.insert(entries[model].copy(for: [resource]), at: cover)
        return cover
    }

    /// Takes a resource out of every entry that names it, and an entry with its last name.
    public mutating func removeResource(_ resource: ResourceSelector) throws(EditRefusal) {
        guard entries.contains(where: { $0.names(resource) }) else {
            let cover = entry(for: resource).flatMap { number in
                entries[number].resources.first { $0.selector.covers(resource) }
            }
            throw .resourceNotNamed(resource.name, wildcard: cover?.name)
        }
        for number in entries.indices.reversed() {
            entries[number].resources.removeAll { $0.selector == resource }
            if entries[number].resources.isEmpty { entries.remove(at: number) }
        }
        guard !entries.isEmpty else { throw .wouldBeEmpty(.file) }
    }

    // MARK: Names

    /// `key-2026-11` for a key made in November 2026, with `-2`, `-3`, … if any key or plugin of the
    /// file has that name already.
    public func freshKeyName(year: Int, month: Int) -> KeyName {
        let base = "key-\(year)-" + (month < 10 ? "0" : "") + String(month)
        let taken = Set(entries.flatMap(\.keyNames))
        var name = KeyName(base)
        var number = 2
        while taken.contains(name) {
            name = KeyName("\(base)-\(number)")
            number += 1
        }
        return name
    }
}

extension EditableConfiguration.Entry {
    package func names(_ selector: ResourceSelector) -> Bool {
        resources.contains { $0.selector == selector }
    }

    /// Whether a name behind this entry would never be reached.
    func masks(_ selector: ResourceSelector) -> Bool {
        resources.contains { $0.selector.covers(selector) }
    }

    var isWildcard: Bool { resources.contains { $0.selector.isWildcard } }

    /// The names of all keys and plugins.
    var keyNames: [KeyName] { providers.flatMap { $0.definition.keyNames } }

    /// Where a key, or a plugin, of this name stands, in walking order.
    func places(of name: KeyName, _ kind: ProviderKind?) -> [(provider: Int, key: Int?)] {
        providers.enumerated().flatMap { index, provider -> [(provider: Int, key: Int?)] in
            guard kind == nil || provider.kind == kind else { return [] }
            if let plugin = provider.plugin {
                return plugin.name == name ? [(index, nil)] : []
            }
            return provider.keys.indices.filter { provider.keys[$0].name == name }
                .map { (index, $0) }
        }
    }
}

extension ResourceSelector {
    /// Whether this is a wildcard and the other one of what it stands for.
    func covers(_ other: ResourceSelector) -> Bool {
        isWildcard && self != other
            && (self == .everything || other.wholeGroup == self)
    }
}
