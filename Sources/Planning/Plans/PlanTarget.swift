internal import EncryptionConfig
internal import KubernetesModel
internal import KeyMaterial

/// The file that a goal ends with.
struct PlanTarget {
    /// Whether values are rewritten although no file needs it.
    enum Rewriting {
        case never
        case whereStale
        case whereChanged
    }

    let contents: EditableConfiguration
    let rewriting: Rewriting
    /// Resources that neither file may name.
    var further: [ResourceSelector] = []

    /// The kinds of resource that the goal is about.
    func rewrites(_ scopes: [StepScope]) -> [StepScope] {
        further.isEmpty ? scopes : scopes.filter { further.contains($0.selector) }
    }

    init(
        _ goal: PlanGoal,
        from now: EditableConfiguration,
        _ conditions: PlanConditions,
    ) throws(PlanRefusal) {
        var maker = TargetMaker(now, conditions)
        switch goal {
        case .to(let contents):
            self.contents = contents
            rewriting = .whereChanged
        case .rotate:
            contents = try maker.rotated()
            rewriting = .whereStale
            further = conditions.resources
        case .encrypt(let resources):
            contents = try maker.encrypting(resources)
            rewriting = .whereStale
            further = resources
        case .decrypt(let resources):
            contents = maker.decrypting(resources)
            rewriting = .whereStale
            further = resources
        case .dropUnused:
            contents = try maker.withoutUnused()
            rewriting = .never
        case .keyInsidePlugin:
            contents = now
            rewriting = .whereStale
        }
    }
}

/// Makes the target of each goal by editing what is in force.
struct TargetMaker {
    private let now: EditableConfiguration
    private let conditions: PlanConditions
    private let scopes: [StepScope]
    private var taken: EditableConfiguration
    /// The key that will follow each key.
    private var spares: [(writer: ValueClass, next: ReaderPlace)] = []

    init(_ now: EditableConfiguration, _ conditions: PlanConditions) {
        self.now = now
        self.conditions = conditions
        taken = now
        scopes = StepScope.all(of: [now], and: conditions.resources)
    }

    private func isPresent(_ reader: ValueClass, _ scope: StepScope) -> Bool {
        conditions.holdings.present([reader], of: scope, among: scopes).contains(reader)
    }

    // MARK: Fresh keys

    mutating func rotated() throws(PlanRefusal) -> EditableConfiguration {
        let chosen = try chosenScopes()
        var fresh: [(old: ValueClass, new: ReaderPlace)] = []
        var wishes: [StepScope: ReaderPlace] = [:]
        for scope in chosen {
            let writer = now.writer(of: scope)
            if let known = fresh.first(where: { $0.old == writer }) {
                wishes[scope] = known.new
                continue
            }
            var made = standby(of: scope)
            if made == nil { made = try freshKey(for: writer) }
            guard let made else { continue }
            fresh.append((writer, made))
            wishes[scope] = made
        }
        var edits = FileEdits(now, sharesPlugins: conditions.standby)
        for scope in chosen.reversed() {
            guard let wish = wishes[scope] else { continue }
            edits.setWriter(wish, for: scope, wishes: wishes)
        }
        var contents = edits.contents
        for number in contents.entries.indices {
            let names = contents.entries[number].resources.map { StepScope($0.selector) }
            guard names.allSatisfy({ wishes[$0] != nil }) else { continue }
            try forget(&contents, number, wishes, names)
        }
        contents.entries.removeAll { $0.providers.isEmpty }
        return contents
    }

    /// Leaves an entry with what it writes, identity where it was, and the next key where one is kept.
    private mutating func forget(
        _ contents: inout EditableConfiguration,
        _ number: Int,
        _ wishes: [StepScope: ReaderPlace],
        _ names: [StepScope],
    ) throws(PlanRefusal) {
        let keepsNext = conditions.standby && !conditions.leaked
        var kept = [ValueClass.plaintext] + names.compactMap { wishes[$0]?.valueClass }
        for name in names where keepsNext {
            kept.append(now.writer(of: name))
            kept += now.readers(of: name).filter { isPresent($0, name) }
        }
        contents.entries[number].keep(kept.contains)
        guard keepsNext, let first = names.first, let writer = wishes[first],
            contents.ownEntry(of: first) == number
        else { return }
        if !spares.contains(where: { $0.writer == writer.valueClass }) {
            let next = try freshKey(for: writer.valueClass, isSecond: true)
            spares.append((writer.valueClass, next))
        }
        for spare in spares where spare.writer == writer.valueClass {
            contents.entries[number].append(spare.next)
        }
    }

    private func chosenScopes() throws(PlanRefusal) -> [StepScope] {
        let wanted = conditions.resources.map(StepScope.init)
        let candidates = wanted.isEmpty ? scopes.filter { now.ownEntry(of: $0) != nil } : wanted
        var plugin: KeyName?
        let chosen = candidates.filter { scope in
            switch now.writer(of: scope) {
            case .plaintext: return false
            case .sealed: return true
            case .plugin(_, let name):
                if conditions.kind == nil { plugin = name }
                return conditions.kind != nil
            }
        }
        guard !chosen.isEmpty else {
            if let plugin { throw .pluginRotatesItself(plugin) }
            throw .nothingToRotate
        }
        return chosen
    }

    /// The next key that earlier rotations left as last reader, or that a person names.
    private func standby(of scope: StepScope) -> ReaderPlace? {
        guard conditions.standby, !conditions.leaked, let number = now.ownEntry(of: scope),
            let provider = now.entries[number].providers.first, !provider.keys.isEmpty
        else { return nil }
        let places = ReaderPlace.all(of: now.chain(of: scope)).filter { $0.provider == 0 }
        if let name = conditions.keyName {
            return places.dropFirst().first { $0.valueClass.keyName == name }
        }
        // Two keys may as well be this one and the last.
        guard places.count > 2, let last = places.last, !isHeld(last.valueClass, scope) else {
            return nil
        }
        return last
    }

    private func isHeld(_ reader: ValueClass, _ scope: StepScope) -> Bool {
        conditions.holdings.isKnown && isPresent(reader, scope)
    }

    private mutating func freshKey(
        for writer: ValueClass?,
        isSecond: Bool = false,
    ) throws(PlanRefusal) -> ReaderPlace {
        var kind = conditions.kind
        if kind == nil || isSecond, case .sealed(let cipher, _)? = writer { kind = cipher }
        var name = taken.freshKeyName(year: conditions.year, month: conditions.month)
        if let wanted = conditions.keyName, !isSecond {
            guard !taken.hasKey(wanted) || !now.hasKey(wanted) else {
                throw .keyExists(wanted)
            }
            name = taken.hasKey(wanted) ? taken.numbered(wanted) : wanted
        }
        let key = EditableConfiguration.Key.fresh(named: name)
        let provider = EditableConfiguration.Provider(kind ?? .secretbox, keys: [key])
        // So that the next one gets another name.
        let entry = EditableConfiguration.Entry(resources: [], providers: [provider])
        taken.entries.append(entry)
        return entry.readers[0]
    }

    // MARK: Encryption begins, and ends

    mutating func encrypting(
        _ resources: [ResourceSelector]
    ) throws(PlanRefusal) -> EditableConfiguration {
        var wishes: [StepScope: ReaderPlace] = [:]
        var made: ReaderPlace?
        for resource in resources {
            let scope = StepScope(resource)
            guard now.writer(of: scope).isPlaintext else { continue }
            let readers = ReaderPlace.all(of: now.chain(of: scope)).filter(isWanted)
            if conditions.keyName == nil, let reader = readers.first {
                wishes[scope] = reader
                continue
            }
            if made == nil, conditions.keyName == nil { made = modelKey() }
            if made == nil { made = try freshKey(for: nil) }
            wishes[scope] = made
        }
        var edits = FileEdits(now)
        for resource in resources {
            let scope = StepScope(resource)
            guard let wish = wishes[scope] else { continue }
            edits.setWriter(wish, for: scope, wishes: wishes)
        }
        edits.joinNewEntries()
        return edits.contents
    }

    private func isWanted(_ place: ReaderPlace) -> Bool {
        switch place.valueClass {
        case .plaintext: false
        case .sealed(let cipher, _): conditions.kind.map { $0 == cipher } ?? true
        case .plugin: conditions.kind.map { $0 == .kms } ?? true
        }
    }

    /// What the first entry that encrypts with a key of its own writes with.
    private func modelKey() -> ReaderPlace? {
        now.entries.flatMap(\.resources).lazy.map { now.place(of: StepScope($0.selector)) }
            .first { place in
                guard case .sealed = place.valueClass else { return false }
                return isWanted(place)
            }
    }

    func decrypting(_ resources: [ResourceSelector]) -> EditableConfiguration {
        let identity = ReaderPlace.all(of: nil)[0]
        var wishes: [StepScope: ReaderPlace] = [:]
        for resource in resources { wishes[StepScope(resource)] = identity }
        var edits = FileEdits(now, sharesPlugins: false)
        for resource in resources {
            edits.setWriter(identity, for: StepScope(resource), wishes: wishes)
        }
        var contents = edits.contents
        for number in contents.entries.indices.reversed() {
            let names = contents.entries[number].resources
            guard names.allSatisfy({ resources.contains($0.selector) }) else {
                // The list of an entry further down would be joined, and write. The first one stays:
                // it may serve others, and without it a wildcard would take over.
                let above = contents.entries[..<number].flatMap(\.resources).map(\.selector)
                contents.entries[number].resources.removeAll {
                    resources.contains($0.selector) && above.contains($0.selector)
                }
                continue
            }
            contents.entries[number].keep(\.isPlaintext)
            // Without a chain plaintext is stored as well, unless a wildcard takes over.
            let isCovered = contents.entries.contains { entry in
                entry.resources.contains { cover in
                    names.contains { StepScope(cover.selector).covers(StepScope($0.selector)) }
                }
            }
            if contents.entries[number].providers.isEmpty
                || !isCovered && contents.entries.count > 1
            {
                contents.entries.remove(at: number)
            }
        }
        return contents
    }

    // MARK: What nothing needs

    func withoutUnused() throws(PlanRefusal) -> EditableConfiguration {
        guard conditions.holdings.isKnown else { throw .needsStore }
        guard conditions.holdings.unreadable == 0 else {
            throw .unreadable(values: conditions.holdings.unreadable)
        }
        var contents = now
        for number in contents.entries.indices {
            let names = contents.entries[number].resources.map { StepScope($0.selector) }
            // A wildcard's entry serves resources by name only where they have none of their own.
            let served = scopes.filter { names.contains($0) }
            contents.entries[number].keep { reader in
                reader.isPlaintext
                    || served.contains { now.writer(of: $0) == reader || isPresent(reader, $0) }
            }
        }
        contents.entries.removeAll { $0.providers.isEmpty }
        return contents
    }
}

extension EditableConfiguration {
    /// Whether any key or plugin has this name.
    func hasKey(_ name: KeyName) -> Bool {
        entries.flatMap(\.providers).contains { provider in
            provider.keys.contains { $0.name == name }
                || provider.plugin?.name == name
        }
    }

    /// `name-2`, `name-3`, …: the first that is free.
    func numbered(_ name: KeyName) -> KeyName {
        var number = 2
        while hasKey(KeyName("\(name.text)-\(number)")) { number += 1 }
        return KeyName("\(name.text)-\(number)")
    }
}
