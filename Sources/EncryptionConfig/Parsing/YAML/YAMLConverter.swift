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

    private let document: YAMLDocument
    /// Whether an alias names the node.
    private var isTarget: [Bool]
    private var findings: FindingList
    private var converted: [Int: (node: DataNode, count: Int)] = [:]
    private var underWay: Set<Int> = []
    private var count = 0
    private var aliasCount = 0
    private var aliasDepth = 0

    /// The value of the first document; null in a file without one.
    static func convert(
        _ document: YAMLDocument,
        into findings: inout FindingList,
    ) throws(YAMLSyntaxError) -> DataNode {
        guard let root = document.root else {
            return DataNode(.null, SourceRange(YAMLMark(), YAMLMark()))
        }
        var converter = YAMLConverter(document, findings)
        converter.count = 1
        let node = try converter.convert(root, depth: 0, merges: 0)
        findings = converter.findings
        return node
    }

    private init(_ document: YAMLDocument, _ findings: FindingList) {
        self.document = document
        self.findings = findings
        isTarget = Array(repeating: false, count: document.nodes.count)
        for node in document.nodes {
            if case .alias(let target) = node.content { isTarget[Int(target)] = true }
        }
    }

    // MARK: Limits

    private mutating func add(_ steps: Int, at index: Int) throws(YAMLSyntaxError) {
        // Far beyond every limit the numbers need not be exact.
        count = min(count + steps, 1 << 40)
        if aliasDepth > 0 { aliasCount = min(aliasCount + steps, 1 << 40) }
        guard aliasCount > 100, count > 1000 else { return }
        guard Double(aliasCount) / Double(count) > Self.allowedAliasRatio(count) else { return }
        throw YAMLSyntaxError(.aliasesRepeatTooMuch, at: document.nodes[index].start)
    }

    /// How much of a document may come from aliases: 99 % of a small one, 10 % of a large one.
    private static func allowedAliasRatio(_ count: Int) -> Double {
        let (low, high) = (400_000.0, 4_000_000.0)
        if Double(count) <= low { return 0.99 }
        if Double(count) >= high { return 0.10 }
        return 0.99 - 0.89 * ((Double(count) - low) / (high - low))
    }

    // MARK: Values

    private func range(_ index: Int) -> SourceRange {
        SourceRange(start: document.nodes[index].start, end: document.nodes[index].end)
    }

    private mutating func convert(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> DataNode {
        try add(1, at: index)
        guard depth <= Self.depthLimit else { return DataNode(.null, range(index)) }
        let before = count
        if isTarget[index] { underWay.insert(index) }
        defer { if isTarget[index] { underWay.remove(index) } }
        let node: DataNode
        switch document.nodes[index].content {
        case .alias(let target):
            return try follow(Int(target), from: index, depth: depth, merges: merges)
        case .scalar:
            node = DataNode(content(scalar(index), index), range(index))
        case .sequence:
            let children = document.children(of: index)
            var values: [DataNode] = []
            values.reserveCapacity(children.count)
            for child in children {
                values.append(try convert(child, depth: depth + 1, merges: merges))
            }
            node = DataNode(.array(values), range(index))
        case .mapping:
            node = try mapping(index, depth: depth, merges: merges)
        }
        if isTarget[index] { converted[index] = (node, count - before) }
        return node
    }

    private mutating func follow(
        _ target: Int,
        from index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> DataNode {
        guard !underWay.contains(target) else {
            throw YAMLSyntaxError(
                "the alias stands inside the value it names",
                at: document.nodes[index].start,
            )
        }
        aliasDepth += 1
        defer { aliasDepth -= 1 }
        guard let known = converted[target] else {
            return try convert(target, depth: depth, merges: merges)
        }
        try add(known.count + 1, at: index)
        return known.node
    }

    /// The scalar at `index`, with its place for what there may be to say against it.
    private mutating func scalar(_ index: Int, at place: Int? = nil) -> YAMLScalar {
        guard case .scalar(_, _, let tag, let isImplicit) = document.nodes[index].content else {
            return .null
        }
        if !isImplicit, tag == 0 { return .string }
        var value = document.value(of: index)
        defer { wipe(&value) }
        do {
            return try YAMLScalar(
                value: value,
                tag: document.tags[Int(tag)],
                isImplicit: isImplicit
            )
        } catch {
            findings.add(.yamlTag, error.problem, at: range(place ?? index), hint: "remove the tag")
            return .null
        }
    }

    private func content(_ scalar: YAMLScalar, _ index: Int) -> DataNode.Content {
        switch scalar {
        case .null: .null
        case .bool: .bool
        case .integer(let value): .number(value)
        case .unsigned: .number(nil)
        // A number without a fraction is written without one in JSON.
        case .float(let value): .number(Int64(exactly: value))
        case .string, .timestamp: .string(TextRange(document.range(of: index)))
        case .binary(let bytes): .string(TextRange(document.text.append(bytes.span)))
        }
    }

    // MARK: Mappings

    private mutating func mapping(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> DataNode {
        var members = DataNode.MemberList(reserving: document.children(of: index).count / 2)
        var children = document.children(of: index).makeIterator()
        while let key = children.next(), let value = children.next() {
            if isMerge(key) {
                for source in try mergeSources(value, depth: depth, merges: merges + 1) {
                    guard case .object(let merged) = source.content else { continue }
                    for member in merged {
                        insert(member, into: &members, mergedAt: range(key))
                    }
                }
                continue
            }
            let name = try convertKey(key, depth: depth, merges: merges)
            let node = try convert(value, depth: depth + 1, merges: merges)
            guard let name else { continue }
            let member = DataNode.Member(
                key: name,
                keyRange: range(key),
                value: node
            )
            insert(member, into: &members, mergedAt: nil)
        }
        return DataNode(.object(members.members), range(index))
    }

    private mutating func insert(
        _ member: DataNode.Member,
        into members: inout DataNode.MemberList,
        mergedAt merge: SourceRange?,
    ) {
        if let first = members.insert(member) {
            findings.add(
                .duplicateField,
                merge == nil
                    ? "the field '\(SafeText.name(member.name))' is already there, from line "
                        + "\(first.keyRange.start.line)"
                    : "the merge brings the field '\(SafeText.name(member.name))', which is "
                        + "already there",
                at: merge ?? member.keyRange,
                hint: merge == nil
                    ? "keep one of the two"
                    : "the API server takes a field that arrives twice for a duplicate, in either "
                        + "order: write the mapping out",
            )
        }
    }

    private func isMerge(_ index: Int) -> Bool {
        guard case .scalar(_, _, let tag, let isImplicit) = document.nodes[index].content,
            isImplicit || document.tags[Int(tag)] == YAMLTag.merge
        else { return false }
        return document.value(of: index).elementsEqual("<<".utf8)
    }

    private func isMapping(_ index: Int) -> Bool {
        switch document.nodes[index].content {
        case .mapping: return true
        case .alias(let target):
            if case .mapping = document.nodes[Int(target)].content { return true }
            return false
        case .scalar, .sequence: return false
        }
    }

    private mutating func mergeSources(
        _ value: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> [DataNode] {
        guard merges <= Self.mergeLimit else {
            throw YAMLSyntaxError(.mergesNestedTooDeeply, at: document.nodes[value].start)
        }
        var sources = [value]
        if case .sequence = document.nodes[value].content {
            sources = document.children(of: value).reversed()
        }
        var nodes: [DataNode] = []
        for source in sources {
            guard isMapping(source) else {
                findings.add(
                    .yamlMerge,
                    "'<<' can merge only a mapping or a list of mappings",
                    at: range(source),
                    hint: "name an anchored mapping, as in '<<: *anchor'"
                )
                return nodes
            }
            nodes.append(try convert(source, depth: depth, merges: merges))
        }
        return nodes
    }

    private mutating func convertKey(
        _ index: Int,
        depth: Int,
        merges: Int,
    ) throws(YAMLSyntaxError) -> DataNode.Key? {
        var target = index
        if case .alias(let aliased) = document.nodes[index].content { target = Int(aliased) }
        guard case .scalar = document.nodes[target].content else {
            // Counts as it does there, and finds a mapping that names itself.
            _ = try convert(index, depth: depth + 1, merges: merges)
            findings.add(
                .yamlKey,
                "a list or a mapping cannot be the name of a field",
                at: range(index),
                hint: "write the field's name; quote it if it has brackets or braces"
            )
            return nil
        }
        try add(1, at: index)
        if target != index {
            aliasDepth += 1
            defer { aliasDepth -= 1 }
            try add(1, at: index)
        }
        switch scalar(target, at: index) {
        case .null:
            findings.add(
                .yamlKey,
                "a field has no name",
                at: range(index),
                hint: "write the field's name before the ':'"
            )
            return nil
        case .unsigned(let number): return DataNode.Key(.unsigned(number), String(number))
        case .bool(let flag): return DataNode.Key(.bool(flag), flag ? "true" : "false")
        case .integer(let number): return DataNode.Key(.integer(number), String(number))
        case .float(let number):
            return DataNode.Key(
                .float(number),
                String(decoding: document.value(of: target), as: UTF8.self)
            )
        case .string, .timestamp: return .text(ByteText(repairedText(document.value(of: target))))
        case .binary(let bytes): return .text(ByteText(repairedText(bytes)))
        }
    }
}
