internal import KeyMaterial

/// The step from one configuration to the next, which several API servers take one after another.
///
/// During the step some servers have the old file and some the new one, and all read what any of
/// them wrote; after it, everything stored has to be readable by the new file.
public struct ConfigurationStep: Sendable {
    private let old: ValidatedConfiguration
    private let new: ValidatedConfiguration

    /// A step between two valid configurations.
    public init(from old: ValidatedConfiguration, to new: ValidatedConfiguration) {
        self.old = old
        self.new = new
    }

    /// What is unsafe about the step; none of the findings has a place in a file.
    public var findings: [Finding] {
        var notes = StepNotes()
        for chain in old.chains { compare(chain, with: new.chain(for: chain.selector), &notes) }
        for chain in new.chains where old.chain(exactly: chain.selector) == nil {
            let former = old.chain(for: chain.selector)
            if former == nil {
                notes.add(.stepResourceAdded, "encryption begins here", chain.selector, hint: nil)
            }
            compareWriter(former, chain, &notes)
            let readsPlaintext = former?.providers.contains { $0.isIdentity } ?? true
            if readsPlaintext, !chain.providers.contains(where: \.isIdentity) {
                addIdentityRemoved(chain.selector, &notes)
            }
        }
        return notes.findings
    }

    private func compare(
        _ chain: ChainDefinition,
        with next: ChainDefinition?,
        _ notes: inout StepNotes,
    ) {
        guard let next else {
            guard chain.providers.contains(where: { !$0.isIdentity }) else { return }
            notes.add(
                .stepResourceDropped,
                "the new file has no chain any more, so encrypted values become unreadable",
                chain.selector,
                hint: "put identity first, rewrite everything, and drop the entry after that"
            )
            return
        }
        compareWriter(chain, next, &notes)
        compareReaders(chain, next, &notes)
        let (hadIdentity, hasIdentity) = (
            chain.providers.contains(where: \.isIdentity),
            next.providers.contains(where: \.isIdentity),
        )
        if hadIdentity, !hasIdentity { addIdentityRemoved(chain.selector, &notes) }
    }

    private func addIdentityRemoved(_ selector: ResourceSelector, _ notes: inout StepNotes) {
        notes.add(
            .stepIdentityRemoved,
            "without identity, values stored as plaintext are unreadable",
            selector,
            hint: "keep identity last until 'kenc scan' finds no plaintext"
        )
    }

    private func compareWriter(
        _ chain: ChainDefinition?,
        _ next: ChainDefinition,
        _ notes: inout StepNotes,
    ) {
        guard let writer = next.providers.first?.readers.first else { return }
        let known = chain?.providers.flatMap(\.readers) ?? [.identity]
        if writer.isIdentity, let former = chain?.providers.first, !former.isIdentity {
            notes.add(
                .stepPlaintextAgain,
                "new values are stored as plaintext from now on",
                next.selector,
                hint: "right only if encryption is being taken back"
            )
        }
        guard !known.contains(where: { $0.matches(writer) }) else { return }
        notes.add(
            .stepNewWriteKey,
            "\(writer.label) writes at once, and the old file cannot read it",
            next.selector,
            hint: "every API server must be able to read it first: put it second, roll that out "
                + "everywhere, then move it to the front"
        )
    }

    private func compareReaders(
        _ chain: ChainDefinition,
        _ next: ChainDefinition,
        _ notes: inout StepNotes,
    ) {
        let readers = next.providers.flatMap(\.readers)
        let writer = chain.providers.first?.readers.first
        for reader in chain.providers.flatMap(\.readers) where !reader.isIdentity {
            if readers.contains(where: { $0.matches(reader) }) {
                if let changed = readers.first(where: { $0.matches(reader) }),
                    case .kms(let before) = reader, case .kms(let after) = changed,
                    before.endpoint != after.endpoint
                {
                    notes.add(
                        .stepKmsChanged,
                        "\(reader.label) has another endpoint",
                        chain.selector,
                        hint: "behind it must be a plugin with the same keys"
                    )
                }
                continue
            }
            if readers.contains(where: { $0.hasName(of: reader) }) {
                notes.add(
                    .stepKeyBytesChanged,
                    "\(reader.label) keeps its name and has another secret, so what the old one "
                        + "wrote is unreadable",
                    chain.selector,
                    hint: "give the new secret a name of its own and keep the old one behind it"
                )
            } else if let writer, writer.matches(reader) {
                notes.add(
                    .stepWriteKeyRemoved,
                    "\(reader.label), which the old file writes with, is gone",
                    chain.selector,
                    hint: "keep it behind the new one until 'kenc rotate' has rewritten everything"
                )
            } else {
                notes.add(
                    .stepReadKeyRemoved,
                    "\(reader.label) is gone",
                    chain.selector,
                    hint: "safe only when 'kenc scan' finds nothing on it, and no backup needs it"
                )
            }
        }
    }
}

/// Findings about several resources in one.
private struct StepNotes {
    private var notes: [(rule: Rule, message: String, hint: String?, names: [String])] = []

    mutating func add(
        _ rule: Rule,
        _ message: String,
        _ selector: ResourceSelector,
        hint: String?,
    ) {
        let name = SafeText.name(selector.name)
        if let index = notes.firstIndex(where: { $0.rule == rule && $0.message == message }) {
            notes[index].names.append(name)
        } else {
            notes.append((rule, message, hint, [name]))
        }
    }

    var findings: [Finding] {
        notes.map { note in
            let more = note.names.count > 5 ? " and \(note.names.count - 5) more" : ""
            let names = note.names.prefix(5).joined(separator: ", ") + more
            return Finding(note.rule, "\(names): \(note.message)", hint: note.hint)
        }
    }
}

/// One thing that can open values.
private enum Reader {
    case identity
    case key(kind: String, NamedKey)
    case kms(KMSDefinition)

    var isIdentity: Bool {
        if case .identity = self { true } else { false }
    }

    var label: String {
        switch self {
        case .identity: "identity"
        case .key(let kind, let key): "\(kind) key '\(SafeText.name(key.name))'"
        case .kms(let kms): "kms \(kms.version.rawValue) '\(SafeText.name(kms.name))'"
        }
    }

    func hasName(of other: Reader) -> Bool {
        switch (self, other) {
        case (.identity, .identity): true
        case (.key(let kind, let key), .key(let otherKind, let otherKey)):
            kind == otherKind && key.name.utf8.elementsEqual(otherKey.name.utf8)
        case (.kms(let kms), .kms(let otherKMS)):
            kms.version == otherKMS.version && kms.name.utf8.elementsEqual(otherKMS.name.utf8)
        default: false
        }
    }

    /// Whether it opens what the other one wrote.
    func matches(_ other: Reader) -> Bool {
        guard hasName(of: other) else { return false }
        guard case .key(_, let key) = self, case .key(_, let otherKey) = other else { return true }
        return key.key == otherKey.key
    }
}

extension ProviderDefinition {
    fileprivate var isIdentity: Bool {
        if case .identity = self { true } else { false }
    }

    fileprivate var readers: [Reader] {
        switch self {
        case .aescbc(let keys): keys.map { .key(kind: "aescbc", $0) }
        case .aesgcm(let keys): keys.map { .key(kind: "aesgcm", $0) }
        case .secretbox(let keys): keys.map { .key(kind: "secretbox", $0) }
        case .kms(let kms): [.kms(kms)]
        case .identity: [.identity]
        }
    }
}

extension ValidatedConfiguration {
    fileprivate func chain(exactly selector: ResourceSelector) -> ChainDefinition? {
        chains.first { $0.selector.name.utf8.elementsEqual(selector.name.utf8) }
    }

    /// The chain that decides over a resource or wildcard: its own, its group's, or everything's.
    fileprivate func chain(for selector: ResourceSelector) -> ChainDefinition? {
        chain(exactly: selector)
            ?? chain(exactly: ResourceSelector(resource: "*", group: selector.group))
            ?? chain(exactly: ResourceSelector(resource: "*", group: "*"))
    }
}
