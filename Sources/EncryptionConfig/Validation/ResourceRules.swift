/// The names of resources.
extension ConfigurationRules {
    mutating func checkResources(_ entry: ResourceEntry) {
        let path = "\(entry.path).resources"
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
        var added: [GroupResource] = []
        for (index, name) in names.enumerated() {
            // Null counts as the empty name.
            guard !name.isUnusable else { continue }
            let text = name.value ?? ""
            let range = name.range ?? entry.names.range ?? entry.range
            checkName(text, path: "\(path)[\(index)]", range)
            checkMasking(text, path: "\(path)[\(index)]", range)
            added.append(GroupResource(text))
        }
        seenResources.formUnion(added)
    }

    private mutating func checkName(_ name: String, path: String, _ range: SourceRange) {
        let parts = GroupResource(name)
        let group = String(decoding: parts.group, as: UTF8.self)
        if Self.hasCapital(name) {
            findings.add(
                .resourceCapital,
                "a resource's name has no capital letters",
                path: path,
                at: range,
                hint: "write the plural in lower case, as 'kubectl api-resources' shows it"
            )
        } else if name == "*" {
            findings.add(
                .resourceStar,
                "'*' alone is not a resource",
                path: path,
                at: range,
                hint: "use '*.' for all resources of the core group, or '*.*' for all resources"
            )
        } else if ["apiserveripinfo", "serviceipallocations", "servicenodeportallocations"]
            .contains(name)
        {
            findings.add(
                .resourceNotStored,
                "'\(name)' has no REST API and cannot be encrypted",
                path: path,
                at: range,
                hint: "remove it"
            )
        } else if group == "events.k8s.io" {
            findings.add(
                .resourceEventsGroup,
                "events are stored in the core group",
                path: path,
                at: range,
                hint: "use 'events'"
            )
        } else if group == "extensions" {
            findings.add(
                .resourceExtensionsGroup,
                "the group 'extensions' no longer exists",
                path: path,
                at: range,
                hint: "use the group the resource has moved to, such as 'apps'"
            )
        } else if group == "*", !parts.isWildcard {
            findings.add(
                .resourceAcrossGroups,
                "a resource cannot be named across all groups",
                path: path,
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
        path: String,
        _ entry: ResourceEntry,
    ) {
        var first: [GroupResource: Int] = [:]
        var groups: [[UInt8]: Set<GroupResource>] = [:]
        var parsed: [(parts: GroupResource, range: SourceRange, text: String)] = []
        for name in names where !name.isUnusable {
            let text = name.value ?? ""
            parsed.append((GroupResource(text), name.range ?? entry.range, text))
        }
        for (index, name) in parsed.enumerated() {
            groups[name.parts.group, default: []].insert(name.parts)
            guard let earlier = first.updateValue(index, forKey: name.parts) else { continue }
            findings.add(
                .resourceDuplicate,
                "'\(SafeText.name(name.text))' is in this list already, from line "
                    + "\(parsed[earlier].range.start.line)",
                path: path,
                at: name.range,
                hint: "name a resource once"
            )
        }
        for name in parsed where name.parts.isWildcard {
            let isCovering =
                name.parts == .everything
                ? first.count > 1 : (groups[name.parts.group]?.count ?? 0) > 1
            guard isCovering else { continue }
            findings.add(
                .resourceOverlap,
                "'\(SafeText.name(name.text))' covers other names of the same list",
                path: path,
                at: name.range,
                hint: "remove what it covers, or move it to an entry of its own above"
            )
            return
        }
    }

    /// Whether an earlier entry's wildcard takes the resource away.
    private mutating func checkMasking(_ name: String, path: String, _ range: SourceRange) {
        let parts = GroupResource(name)
        let mask: String
        if seenResources.contains(parts.wholeGroup) {
            let group = String(decoding: parts.group, as: UTF8.self)
            mask = "*.\(group)"
        } else if seenResources.contains(.everything) {
            mask = "*.*"
        } else {
            return
        }
        findings.add(
            .resourceMasked,
            "'\(SafeText.name(name))' is masked by '\(SafeText.name(mask))' of an earlier entry",
            path: path,
            at: range,
            hint: "move this entry above the wildcard's"
        )
    }
}
