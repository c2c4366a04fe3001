/// The names that resources have, and which resource a person means by one, as kubectl reads them:
/// plural, singular, kind or short name in any case, alone or with a group, or with a version and a
/// group.
///
/// It begins with Kubernetes' own; what a configuration or a store knows is added.
public struct ResourceVocabulary: Sendable {
    private var byName: [String: Set<GroupResource>] = [:]
    private var known: Set<GroupResource> = []

    /// Knows Kubernetes' own resources.
    public init() {
        for name in BuiltInNames.all {
            add(name.resource, singular: name.singular, shortNames: name.shortNames)
        }
    }

    /// Adds a resource that a configuration names or a store holds, with the further names that its
    /// definition gives it.
    public mutating func add(
        _ resource: GroupResource,
        singular: String = "",
        kind: String = "",
        shortNames: [String] = [],
    ) {
        known.insert(resource)
        for name in [resource.resource, singular, kind] + shortNames where !name.isEmpty {
            byName[name.lowercased(), default: []].insert(resource)
        }
    }

    /// The one resource that is meant.
    ///
    /// - Throws: ``ResourceNameError`` if nothing is called so, or several resources are.
    public func resolve(_ word: String) throws(ResourceNameError) -> GroupResource {
        let lowered = word.lowercased()
        let parts = lowered.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard !name.isEmpty else { throw .notAName(word) }
        guard parts.count > 1 else { return try pick(byName[name] ?? [], word) }
        // Either a whole group, or a version and a group.
        for group in Self.groups(String(parts[1])) {
            let asked = GroupResource(resource: name, group: group)
            if known.contains(asked) { return asked }
            if let stored = BuiltInNames.storedElsewhere[asked] { return stored }
            let called = (byName[name] ?? []).filter { $0.group == group }
            if !called.isEmpty { return try pick(called, word) }
        }
        // Resources of other groups are whatever a cluster has; nobody else knows their names.
        if let group = GroupResource(text: word)?.group, !BuiltInNames.groups.contains(group),
            !Self.isVersion(group), ResourceName.isPlural(name),
            ResourceName.isGroup("x." + group), let resource = GroupResource(text: word)
        {
            return resource
        }
        throw unknown(word)
    }

    private func pick(
        _ candidates: Set<GroupResource>,
        _ word: String,
    ) throws(ResourceNameError) -> GroupResource {
        // A resource of Kubernetes itself goes before a custom one of the same name.
        let own = candidates.filter { BuiltInNames.groups.contains($0.group) }
        let meant = own.isEmpty ? candidates : own
        guard let resource = meant.first else { throw unknown(word) }
        guard meant.count == 1 else { throw .ambiguous(word, meant.sorted()) }
        return resource
    }

    private func unknown(_ word: String) -> ResourceNameError {
        let names = byName.keys.filter { $0.utf8.count > 3 } + known.map(\.description)
        return .unknown(word, nearest: Spelling.nearest(to: word.lowercased(), among: names))
    }

    /// `apps`, or `v1.apps` as `apps`; `v1` and `v1.` are the core group.
    private static func groups(_ text: String) -> [String] {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard isVersion(String(parts[0])) else { return [text] }
        return [text, parts.count > 1 ? String(parts[1]) : ""]
    }

    /// `v1`, `v2beta1`.
    private static func isVersion(_ text: String) -> Bool {
        guard text.first == "v" else { return false }
        var rest = text.dropFirst()
        func skipDigits() -> Bool {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            return !digits.isEmpty
        }
        guard skipDigits() else { return false }
        if rest.isEmpty { return true }
        for stage in ["alpha", "beta"] where rest.hasPrefix(stage) {
            rest = rest.dropFirst(stage.count)
            return skipDigits() && rest.isEmpty
        }
        return false
    }
}

/// Why a name stands for no one resource.
public enum ResourceNameError: Error, Equatable, Sendable {
    /// Nothing is called so; beside it the name that is most like it.
    case unknown(String, nearest: String?)
    /// Several resources are called so.
    case ambiguous(String, [GroupResource])
    /// It has no name before its group.
    case notAName(String)
}

extension GroupResource {
    /// The singular of a built-in resource, with its group, as `kubectl get -o name` writes it; of
    /// others the plural, as only their definition has another name.
    public var singularDescription: String {
        guard let name = BuiltInNames.all.first(where: { $0.resource == self }) else {
            return description
        }
        return GroupResource(resource: name.singular, group: group).description
    }
}
