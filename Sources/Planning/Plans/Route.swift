internal import EncryptionConfig

/// The way from one file to another, with a rewrite where it needs one.
struct Route {
    let scopes: [StepScope]
    private(set) var stages: [Plan.Stage] = []

    private let now: EditableConfiguration
    private let target: PlanTarget
    private let conditions: PlanConditions

    init(
        from now: EditableConfiguration,
        to target: PlanTarget,
        _ conditions: PlanConditions,
    ) throws(PlanRefusal) {
        self.now = now
        self.target = target
        self.conditions = conditions
        scopes = StepScope.all(of: [now, target.contents], and: target.further)
        try checkNames()
        if scopes.contains(where: { !knows($0) && !keeps($0) }) {
            // Readers first, then the writer, then, with everything moved, the rest.
            let taught = firstFile(switching: { _ in false })
            roll(taught, .teach)
            roll(firstFile(switching: { _ in true }, from: taught), .switch)
            stages += rewrite(where: { _ in true })
            roll(target.contents, .forget)
        } else if scopes.contains(where: { !keeps($0) }) {
            // What every server knows already switches while the others learn.
            roll(firstFile(switching: { !keeps($0) }), .switch)
            stages += rewrite(where: { !keeps($0) || loses($0) })
            roll(target.contents, .forget)
            if wantsRewrite { stages += rewrite(where: keeps) }
        } else {
            // What the target cannot read is moved to what is written now, so that no file in
            // between has to keep it.
            if scopes.contains(where: loses) { stages += rewrite(where: loses) }
            // The target comes next, so nothing may learn here what it does not keep.
            if !scopes.allSatisfy(knows) {
                roll(firstFile(switching: { _ in false }, isLast: true), .teach)
            }
            if !target.contents.isSame(as: now) { roll(target.contents, endPurpose) }
            if wantsRewrite { stages += rewrite(where: { _ in true }) }
        }
        try prove()
    }

    private mutating func roll(_ contents: EditableConfiguration, _ purpose: Plan.Stage.Purpose) {
        stages.append(Plan.Stage(work: .rollout(contents, purpose)))
    }

    /// Rewrites what is stale, where the files made it so; if they made nothing so, all that is.
    private func rewrite(where isMeant: (StepScope) -> Bool) -> [Plan.Stage] {
        let changed = scopes.filter { changesWriter($0) || loses($0) }
        let candidates = changed.isEmpty ? target.rewrites(scopes) : changed
        let stale = candidates.filter {
            isMeant($0) && (!staleClasses(of: $0).isEmpty || loses($0))
        }
        return stale.isEmpty ? [] : [Plan.Stage(work: .rewrite(stale.concrete))]
    }

    // MARK: The three files

    /// A file with every reader that some server will need, where some kinds of resource write what
    /// the target writes, and the others what they write now.
    private func firstFile(
        switching: (StepScope) -> Bool,
        from start: EditableConfiguration? = nil,
        isLast: Bool = false,
    ) -> EditableConfiguration {
        var edits = FileEdits(start ?? now)
        var wishes: [StepScope: ReaderPlace] = [:]
        for scope in scopes {
            wishes[scope] = (switching(scope) ? target.contents : now).place(of: scope)
        }
        for scope in widestFirst {
            if let wish = wishes[scope] { edits.setWriter(wish, for: scope, wishes: wishes) }
            let reader = target.contents.place(of: scope)
            edits.addReader(reader, for: scope) { other in
                !isLast || target.contents.readers(of: other).contains(reader.valueClass)
            }
        }
        edits.joinNewEntries()
        return edits.contents
    }

    private var widestFirst: [StepScope] {
        scopes.filter { $0 == .everythingElse }
            + scopes.filter { !$0.isExact && $0 != .everythingElse } + scopes.filter(\.isExact)
    }

    // MARK: Conditions

    private func present(_ scope: StepScope) -> [ValueClass] {
        conditions.holdings.present(now.readers(of: scope), of: scope, among: scopes)
    }

    /// Whether servers on the file in force read what the target writes; of one server alone nobody
    /// else reads anything.
    private func knows(_ scope: StepScope) -> Bool {
        conditions.singleServer
            || now.readers(of: scope).contains(target.contents.writer(of: scope))
    }

    /// Whether the target reads what servers before it write, so that it can be the file that
    /// switches.
    private func keeps(_ scope: StepScope) -> Bool {
        target.contents.readers(of: scope).contains(now.writer(of: scope))
    }

    /// Whether something stored is nothing that the target reads.
    private func loses(_ scope: StepScope) -> Bool {
        !present(scope).allSatisfy(target.contents.readers(of: scope).contains)
    }

    /// What is, or may be, stored on something else than what will be written.
    private func staleClasses(of scope: StepScope) -> [ValueClass] {
        let writer = target.contents.writer(of: scope)
        let before = now.writer(of: scope)
        return (present(scope) + (before == writer ? [] : [before])).filter { $0 != writer }
    }

    private var wantsRewrite: Bool {
        let changes = scopes.contains(where: changesWriter)
        // Done before the file, where it had to be.
        if !changes, scopes.contains(where: loses) { return false }
        let isStale = target.rewrites(scopes).contains { !staleClasses(of: $0).isEmpty }
        switch target.rewriting {
        case .never: return false
        case .whereStale: return isStale
        case .whereChanged:
            let isReached = now.isSame(as: target.contents)
            return isStale && (isReached || changes)
        }
    }

    private func changesWriter(_ scope: StepScope) -> Bool {
        now.writer(of: scope) != target.contents.writer(of: scope)
    }

    private var endPurpose: Plan.Stage.Purpose {
        if scopes.contains(where: changesWriter) { return .switch }
        let loses = scopes.contains { scope in
            !now.readers(of: scope).allSatisfy(target.contents.readers(of: scope).contains)
        }
        return loses ? .forget : .teach
    }

    /// Two secrets under one name cannot be told apart, and a wrong aescbc key may yield garbage.
    private func checkNames() throws(PlanRefusal) {
        for scope in scopes {
            let readers = now.readers(of: scope)
            for other in target.contents.readers(of: scope) where !readers.contains(other) {
                if readers.contains(where: other.hasHeader) {
                    throw .sameNameOtherBytes(other, resource: scope.name)
                }
            }
        }
    }

    /// Goes through the stages once more as servers will, and lets no plan out that could hide a
    /// value from any of them.
    private func prove() throws(PlanRefusal) {
        var file = now
        var isRewritten = false
        for stage in stages {
            guard case .rollout(let next, _) = stage.work else {
                if case .rewrite = stage.work { isRewritten = true }
                continue
            }
            for scope in scopes {
                let (old, new) = (file.readers(of: scope), next.readers(of: scope))
                try proveNames(new, old, scope)
                var stored = isRewritten ? [] : present(scope)
                stored += [file.writer(of: scope)]
                if !conditions.singleServer, !old.contains(new[0]) { throw .unsafe(scope.name) }
                guard stored.allSatisfy(new.contains) else { throw .unsafe(scope.name) }
            }
            file = next
        }
    }

    /// No file may hold two secrets under one name that were not together before.
    private func proveNames(
        _ new: [ValueClass],
        _ old: [ValueClass],
        _ scope: StepScope,
    ) throws(PlanRefusal) {
        for (index, reader) in new.enumerated() {
            for other in new[..<index] where other.hasHeader(of: reader) && other != reader {
                guard old.contains(reader), old.contains(other) else {
                    throw .sameNameOtherBytes(reader, resource: scope.name)
                }
            }
        }
    }
}

extension EditableConfiguration {
    /// The key that a kind of resource writes with, alone.
    func place(of scope: StepScope) -> ReaderPlace { ReaderPlace.all(of: chain(of: scope))[0] }
}
