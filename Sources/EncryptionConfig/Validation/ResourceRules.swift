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
        var wildcards: [Int] = []
        for (index, name) in names.enumerated() {
            guard !name.isUnusable else { continue }
            let range = name.range ?? entry.names.range ?? entry.range
            let isWildcard = self.names.isWildcard(name.number)
            checkName(name, isWildcard, path: path.element(index), range)
            checkMasking(name, path: path.element(index), range)
            if isWildcard { wildcards.append(name.number) }
        }
        seenWildcards.formUnion(wildcards)
    }

    private mutating func checkName(
        _ name: ResourceName,
        _ isWildcard: Bool,
        path: @autoclosure () -> FieldPath,
        _ range: SourceRange,
    ) {
        let group = names.group(name.number)
        let name = name.text(names)
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
            } else if Self.notStored.contains(name) {
                (
                    .resourceNotStored, "'\(name)' has no REST API and cannot be encrypted",
                    "remove it"
                )
            } else if group.elementsEqual("events.k8s.io".utf8) {
                (.resourceEventsGroup, "events are stored in the core group", "use 'events'")
            } else if group.elementsEqual("extensions".utf8) {
                (
                    .resourceExtensionsGroup, "the group 'extensions' no longer exists",
                    "use the group the resource has moved to, such as 'apps'"
                )
            } else if group.elementsEqual("*".utf8), !isWildcard {
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

    private static let notStored = [
        "apiserveripinfo", "serviceipallocations", "servicenodeportallocations",
    ]

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
        _ list: [ResourceName],
        path: FieldPath,
        _ entry: ResourceEntry,
    ) {
        var distinct = 0
        var wildcards: [ResourceName] = []
        for (index, name) in list.enumerated() where !name.isUnusable {
            if names.isWildcard(name.number) { wildcards.append(name) }
            let earlier = Int(seenAt[name.number])
            let isKnown = seenIn[name.number] == Int32(entry.number)
            seenIn[name.number] = Int32(entry.number)
            seenAt[name.number] = Int32(index)
            guard isKnown else {
                distinct += 1
                continue
            }
            let line = findings.line(of: list[earlier].range ?? entry.range)
            let text = name.text(names)
            findings.add(
                .resourceDuplicate,
                "'\(SafeText.name(text))' is in this list already, from line \(line)",
                path: path,
                at: name.range ?? entry.range,
                hint: "name a resource once"
            )
        }
        guard !wildcards.isEmpty else { return }
        let everything = names.everything
        let names = names
        let groups = Set(
            list.lazy.filter { !$0.isUnusable && !names.isWildcard($0.number) }
                .compactMap { names.wholeGroup(of: $0.number) }
        )
        for name in wildcards {
            guard name.number == everything ? distinct > 1 : groups.contains(name.number) else {
                continue
            }
            findings.add(
                .resourceOverlap,
                "'\(SafeText.name(name.text(names)))' covers other names of the same list",
                path: path,
                at: name.range ?? entry.range,
                hint: "remove what it covers, or move it to an entry of its own above"
            )
            return
        }
    }

    /// Whether an earlier entry's wildcard takes the resource away.
    private mutating func checkMasking(
        _ name: ResourceName,
        path: @autoclosure () -> FieldPath,
        _ range: SourceRange,
    ) {
        guard !seenWildcards.isEmpty else { return }
        let names = names
        let isGroupSeen = names.wholeGroup(of: name.number).map(seenWildcards.contains) ?? false
        guard isGroupSeen || names.everything.map(seenWildcards.contains) ?? false else { return }
        let mask =
            isGroupSeen
            ? "*." + String(decoding: names.group(name.number), as: UTF8.self) : "*.*"
        findings.add(
            .resourceMasked,
            "'\(SafeText.name(name.text(names)))' is masked by '\(SafeText.name(mask))' of an "
                + "earlier entry",
            path: path(),
            at: range,
            hint: "move this entry above the wildcard's"
        )
    }
}
