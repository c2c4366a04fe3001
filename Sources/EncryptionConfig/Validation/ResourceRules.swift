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
        let group = parts.group
        if Self.hasCapital(name) {
            findings.add(
                .resourceCapital,
                "a resource's name has no capital letters",
                path: path(),
                at: range,
                hint: "write the plural in lower case, as 'kubectl api-resources' shows it"
            )
        } else if name == "*" {
            findings.add(
                .resourceStar,
                "'*' alone is not a resource",
                path: path(),
                at: range,
                hint: "use '*.' for all resources of the core group, or '*.*' for all resources"
            )
        } else if ["apiserveripinfo", "serviceipallocations", "servicenodeportallocations"]
            .contains(name)
        {
            findings.add(
                .resourceNotStored,
                "'\(name)' has no REST API and cannot be encrypted",
                path: path(),
                at: range,
                hint: "remove it"
            )
        } else if group == "events.k8s.io" {
            findings.add(
                .resourceEventsGroup,
                "events are stored in the core group",
                path: path(),
                at: range,
                hint: "use 'events'"
            )
        } else if group == "extensions" {
            findings.add(
                .resourceExtensionsGroup,
                "the group 'extensions' no longer exists",
                path: path(),
                at: range,
                hint: "use the group the resource has moved to, such as 'apps'"
            )
        } else if group == "*", !parts.isWildcard {
            findings.add(
                .resourceAcrossGroups,
                "a resource cannot be named across all groups",
                path: path(),
                at: range,
                hint: "name the group, or use '*.*' for all resources"
            )
        }
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
