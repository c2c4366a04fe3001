internal import KubernetesModel

/// The names of resources.
extension ConfigurationRules {
    mutating func checkResources(_ entry: ResourceEntry) {
        let path = entry.path.field("resources")
        if entry.names.isUnusable { return }
        guard let names = entry.names.value, !names.isEmpty else {
            findings.add(
                .resourceNamesRequired,
                "at least one resource is required",
                path: path,
                at: entry.names.range ?? entry.range.startOnly,
                hint: "name resources, as in 'resources: [secrets]'"
            )
            return
        }
        checkOverlap(names, path: path, entry)
        var wildcards: [ResourceSelector] = []
        for (index, name) in names.enumerated() {
            // Null counts as the empty name.
            guard !name.isUnusable else { continue }
            let text = name.value ?? ""
            let parts = ResourceSelector(parsing: text)
            let range = name.range ?? entry.names.range ?? entry.range
            checkName(text, parts, path: path.element(index), range)
            checkMasking(text, parts, path: path.element(index), range)
            if parts.isWildcard { wildcards.append(parts) }
        }
        seenWildcards.formUnion(wildcards)
    }

    private mutating func checkName(
        _ name: String,
        _ parts: ResourceSelector,
        path: @autoclosure () -> FieldPath,
        _ range: SourceRange,
    ) {
        let notStored = [
            "apiserveripinfo", "serviceipallocations", "servicenodeportallocations",
        ]
        let problem: (rule: Rule, message: String, hint: String)? =
            if Self.hasCapital(name) {
                (
                    .resourceCapital, "a resource's name has no capital letters",
                    "write the plural in lower case, as 'kubectl api-resources' shows it"
                )
            } else if name == "*" {
                (
                    .resourceStar, "'*' alone is not a resource",
                    "use '*.' for all resources of the core group, or '*.*' for all resources"
                )
            } else if notStored.contains(name) {
                (
                    .resourceNotStored, "'\(name)' has no REST API and cannot be encrypted",
                    "remove it"
                )
            } else if parts.group == "events.k8s.io" {
                (.resourceEventsGroup, "events are stored in the core group", "use 'events'")
            } else if parts.group == "extensions" {
                (
                    .resourceExtensionsGroup, "the group 'extensions' no longer exists",
                    "use the group the resource has moved to, such as 'apps'"
                )
            } else if parts.group == "*", !parts.isWildcard {
                (
                    .resourceAcrossGroups, "a resource cannot be named across all groups",
                    "name the group, or use '*.*' for all resources"
                )
            } else {
                nil
            }
        guard let problem else { return }
        findings.add(problem.rule, problem.message, path: path(), at: range, hint: problem.hint)
    }

    /// Whether lower-casing changes the text, letter by letter as Go does it.
    static func hasCapital(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            scalar.isASCII
                ? ("A"..."Z").contains(scalar)
                : !scalar.properties.lowercaseMapping.unicodeScalars.elementsEqual([scalar])
        }
    }

    /// Duplicates and wildcards that cover other names of the same list.
    private mutating func checkOverlap(
        _ names: [Field<String>],
        path: FieldPath,
        _ entry: ResourceEntry,
    ) {
        var first: [ResourceSelector: Int] = [:]
        var wildcards: [Int] = []
        for (index, name) in names.enumerated() where !name.isUnusable {
            let parts = ResourceSelector(parsing: name.value ?? "")
            if parts.isWildcard { wildcards.append(index) }
            guard let earlier = first.updateValue(index, forKey: parts) else { continue }
            findings.add(
                .resourceDuplicate,
                "'\(SafeText.name(name.value ?? ""))' is in this list already, from line "
                    + "\((names[earlier].range ?? entry.range).start.line)",
                path: path,
                at: name.range ?? entry.range,
                hint: "name a resource once"
            )
        }
        guard !wildcards.isEmpty else { return }
        let groups = Set(first.keys.filter { !$0.isWildcard }.map(\.wholeGroup))
        for name in wildcards.map({ names[$0] }) {
            let text = name.value ?? ""
            let parts = ResourceSelector(parsing: text)
            guard parts == .everything ? first.count > 1 : groups.contains(parts) else { continue }
            findings.add(
                .resourceOverlap,
                "'\(SafeText.name(text))' covers other names of the same list",
                path: path,
                at: name.range ?? entry.range,
                hint: "remove what it covers, or move it to an entry of its own above"
            )
            return
        }
    }

    /// Whether an earlier entry's wildcard takes the resource away.
    private mutating func checkMasking(
        _ name: String,
        _ parts: ResourceSelector,
        path: @autoclosure () -> FieldPath,
        _ range: SourceRange,
    ) {
        guard !seenWildcards.isEmpty else { return }
        let mask: String
        if seenWildcards.contains(parts.wholeGroup) {
            mask = "*.\(parts.group)"
        } else if seenWildcards.contains(.everything) {
            mask = "*.*"
        } else {
            return
        }
        findings.add(
            .resourceMasked,
            "'\(SafeText.name(name))' is masked by '\(SafeText.name(mask))' of an earlier entry",
            path: path(),
            at: range,
            hint: "move this entry above the wildcard's"
        )
    }
}
