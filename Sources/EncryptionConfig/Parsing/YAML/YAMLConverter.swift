internal import KeyMaterial

/// Follows aliases and merges, types scalars, and so makes of a YAML document what its JSON would be.
///
/// As go-yaml 2 with strict duplicates (`decode.go`) and Kubernetes' YAML to JSON conversion do.
struct YAMLConverter {
    /// How deep a value may lie.
    ///
    /// Nothing the configuration knows lies deeper than 9 levels, so what is deeper needs no look:
    /// the file is wrong at a shallower place.
    private static let depthLimit = 64
    /// How deep merges may lie in merges.
    private static let mergeLimit = 100

    private let document: DataDocument
    private var findings: FindingList
    /// How many steps it took to convert what an alias names.
    private var converted: [Int: Int] = [:]
    private var underWay: Set<Int> = []
    private var count = 0
    private var aliasCount = 0
    private var aliasDepth = 0

    /// Types the scalars of a document, and finds the members of its mappings.
    static func convert(
        _ document: DataDocument,
        into findings: inout FindingList,
    ) throws(YAMLSyntaxError) {
        guard let root = document.root else { return }
        var converter = YAMLConverter(document: document, findings: findings)
        converter.count = 1
        defer { findings = converter.findings }
        try converter.convert(root, depth: 0, merges: 0)
    }

    private init(document: DataDocument, findings: FindingList) {
        self.document = document
        self.findings = findings
    }

    // MARK: Limits

    private mutating func add(_ steps: Int, at index: Int) throws(YAMLSyntaxError) {
        // Far beyond every limit the numbers need not be exact.
        count = min(count + steps, 1 << 40)
        if aliasDepth > 0 { aliasCount = min(aliasCount + steps, 1 << 40) }
        guard aliasCount > 100, count > 1000 else { return }
        guard Double(aliasCount) / Double(count) > Self.allowedAliasRatio(count) else { return }
        throw YAMLSyntaxError(.aliasesRepeatTooMuch, at: place(index))
    }

    /// How much of a document may come from aliases: 99 % of a small one, 10 % of a large one.
    private static func allowedAliasRatio(_ count: Int) -> Double {
        let (low, high) = (400_000.0, 4_000_000.0)
        if Double(count) <= low { return 0.99 }
        if Double(count) >= high { return 0.10 }
        return 0.99 - 0.89 * ((Double(count) - low) / (high - low))
    }

    // MARK: Values

    private func range(_ index: Int) -> SourceRange { document.nodes[index].range }

    private func place(_ index: Int) -> SourceRange.Position {
        document.lines.position(of: range(index).start)
    }

    private mutating func convert(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) {
        try add(1, at: index)
        guard depth <= Self.depthLimit else { return }
        let before = count
        let isTarget = document.nodes[index].isTarget
        if isTarget { underWay.insert(index) }
        defer { if isTarget { underWay.remove(index) } }
        switch document.nodes[index].kind {
        case .alias:
            return try follow(from: index, depth: depth, merges: merges)
        case .null, .bool, .number, .string, .binary:
            let type = scalar(index)
            document.nodes[index].kind = kind(of: type, index)
        case .sequence:
            for child in document.elements(of: index) {
                try convert(child, depth: depth + 1, merges: merges)
            }
        case .mapping:
            try mapping(index, depth: depth, merges: merges)
        }
        if isTarget { converted[index] = count - before }
    }

    private mutating func follow(
        from index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) {
        let target = document.nodes[index].target
        guard !underWay.contains(target) else {
            throw YAMLSyntaxError(
                "the alias stands inside the value it names",
                at: place(index),
            )
        }
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        guard let known = converted[target] else {
            return try convert(target, depth: depth, merges: merges)
        }
        try add(known + 1, at: index)
    }

    /// The scalar at `index`, with its place for what there may be to say against it.
    private mutating func scalar(_ index: Int, at place: Int? = nil) -> YAMLScalar {
        do {
            return try document.scalar(index)
        } catch {
            findings.add(.yamlTag, error.problem, at: range(place ?? index), hint: "remove the tag")
            return .null
        }
    }

    private func kind(of scalar: YAMLScalar, _ index: Int) -> DocumentNode.Kind {
        switch scalar {
        case .null: return .null
        case .bool: return .bool
        case .integer, .unsigned, .float: return .number
        case .string, .timestamp: return .string
        case .binary(let bytes):
            if document.binaries[index] == nil {
                document.binaries[index] = document.text.append(bytes.span)
            }
            return .binary
        }
    }

    // MARK: Mappings

    private mutating func mapping(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) {
        var keys = DataDocument.KeySet()
        var members: [DataDocument.Pair]?
        for pair in document.pairs(of: index) {
            if isMerge(pair.key), let value = pair.value {
                var merged = members ?? written(before: pair.key, in: index)
                for source in try mergeSources(value, depth: depth, merges: merges + 1) {
                    for member in document.members(of: source)
                    where insert(member, into: &keys, mergedAt: range(pair.key)) {
                        merged.append(member)
                    }
                }
                members = merged
                continue
            }
            let isKey = try convertKey(pair.key, depth: depth, merges: merges)
            if let value = pair.value {
                try convert(value, depth: depth + 1, merges: merges)
            } else {
                try add(1, at: pair.key)
            }
            if isKey, insert(pair, into: &keys, mergedAt: nil) {
                members?.append(pair)
            } else {
                document.nodes[pair.key].isDropped = true
            }
        }
        if let members { document.merged[index] = members }
    }

    /// The members that stand before a key.
    private func written(before key: Int, in mapping: Int) -> [DataDocument.Pair] {
        document.pairs(of: mapping).prefix { $0.key != key }
            .filter { !document.nodes[$0.key].isDropped }
    }

    /// Whether the member's key was not there yet.
    private mutating func insert(
        _ member: DataDocument.Pair,
        into keys: inout DataDocument.KeySet,
        mergedAt merge: SourceRange?,
    ) -> Bool {
        guard let first = keys.insert(member.key, of: document) else { return true }
        let document = document
        let (place, line) = (range(member.key), findings.line(of: range(first)))
        findings.add(
            .duplicateField,
            merge == nil
                ? "the field '\(SafeText.name(document.name(member.key)))' is already there, from "
                    + "line \(line)"
                : "the merge brings the field '\(SafeText.name(document.name(member.key)))', which "
                    + "is already there",
            at: merge ?? place,
            hint: merge == nil
                ? "keep one of the two"
                : "the API server takes a field that arrives twice for a duplicate, in either "
                    + "order: write the mapping out",
        )
        return false
    }

    private func isMerge(_ index: Int) -> Bool {
        let node = document.nodes[index]
        guard document.isScalar(index), node.isImplicit || node.tag == .merge else { return false }
        return document.hasText(index, "<<")
    }

    private mutating func mergeSources(
        _ value: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> [Int] {
        guard merges <= Self.mergeLimit else {
            throw YAMLSyntaxError(.mergesNestedTooDeeply, at: place(value))
        }
        var sources = [value]
        if document.nodes[value].kind == .sequence {
            sources = document.elements(of: value).reversed()
        }
        var nodes: [Int] = []
        for source in sources {
            let mapping = document.resolved(source)
            guard document.nodes[mapping].kind == .mapping else {
                findings.add(
                    .yamlMerge,
                    "'<<' can merge only a mapping or a list of mappings",
                    at: range(source),
                    hint: "name an anchored mapping, as in '<<: *anchor'"
                )
                return nodes
            }
            try convert(source, depth: depth, merges: merges)
            // What lies too deep has no members.
            if depth <= Self.depthLimit { nodes.append(mapping) }
        }
        return nodes
    }

    /// Whether the node can be a key.
    private mutating func convertKey(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> Bool {
        let target = document.resolved(index)
        guard document.isScalar(target) else {
            // Counts as it does there, and finds a mapping that names itself.
            try convert(index, depth: depth + 1, merges: merges)
            findings.add(
                .yamlKey,
                "a list or a mapping cannot be the name of a field",
                at: range(index),
                hint: "write the field's name; quote it if it has brackets or braces"
            )
            return false
        }
        try add(1, at: index)
        if target != index {
            aliasDepth += 1
            defer { aliasDepth -= 1 }
            try add(1, at: index)
        }
        guard case .null = scalar(target, at: index) else { return true }
        findings.add(
            .yamlKey,
            "a field has no name",
            at: range(index),
            hint: "write the field's name before the ':'"
        )
        return false
    }
}
