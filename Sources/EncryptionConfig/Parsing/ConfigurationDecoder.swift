internal import KeyMaterial
internal import WireFormats

/// Fits the data of a file to the form of an EncryptionConfiguration, as strictly as Kubernetes'
/// decoder: names are case-sensitive, and a field it does not know is an error.
struct ConfigurationDecoder {
    private static let group = "apiserver.config.k8s.io"

    var findings: FindingList
    /// Where names stand, but for those of resources, which may be shown if they are fit to be.
    private(set) var names: [SourceRange] = []
    private var resourceNames = ResourceNames()
    /// The list in which each resource was seen last.
    private var seenIn: [Int32] = []
    private var lists: Int32 = 0
    /// How many errors the rules are sure to find in what was decoded.
    private var sureErrors = 0
    /// By where their text begins.
    var secrets: [Int: SecretEntry] = [:]
    private let root: DataNode
    let text: WipedText

    init(_ document: DataDocument, _ findings: FindingList) {
        self.findings = findings
        root = DataNode(document)
        text = document.text
    }

    /// Whether further errors would not be kept, so that nothing need be decoded any more: a
    /// hostile file has millions of elements that are wrong.
    private var isHopeless: Bool { findings.isFullOfErrors || sureErrors > FindingList.limit }

    mutating func decode() -> EncryptionConfiguration? {
        if root.isNull {
            findings.add(
                .fileEmpty,
                "the file's first document is empty",
                at: nil,
                hint: "only the first document counts, so an empty one before a '---' hides the "
                    + "rest"
            )
            return nil
        }
        guard case .object(let members) = root.content else {
            wrongType(root, expected: "a mapping", path: .root)
            return nil
        }
        var configuration = EncryptionConfiguration(resources: .absent, range: root.range)
        header(members, root, &configuration)
        each(members, ["apiVersion", "kind", "resources"], path: .root) {
            decoder,
            member,
            field,
            path in
            guard field == "resources" else { return }
            configuration.resources = decoder.list(member.value, path: path) {
                $0.resourceEntry($1, path: $2, number: $3)
            }
        }
        configuration.resources.excuse(isHopeless)
        configuration.names = resourceNames
        return configuration
    }

    // MARK: Header

    private mutating func header(
        _ members: DataNode.Members,
        _ root: DataNode,
        _ configuration: inout EncryptionConfiguration,
    ) {
        func field(_ name: String) -> DataNode.Member? { members.first { $0.isCalled(name) } }
        let kindMember = field("kind")
        let versionMember = field("apiVersion")
        let kind = kindMember.map { string($0.value, path: "kind") } ?? .absent
        let version = versionMember.map { string($0.value, path: "apiVersion") } ?? .absent
        configuration.headerRange = (versionMember ?? kindMember)?.keyRange
        if kind.isUnusable || version.isUnusable { return }
        let start = root.range.startOnly
        let kindText = kind.value ?? ""
        let versionText = version.value ?? ""
        let usual = "'apiVersion: \(Self.group)/v1' and 'kind: EncryptionConfiguration'"
        if kindText.isEmpty {
            findings.add(
                .headerKind,
                "the kind is missing",
                path: "kind",
                at: kindMember?.keyRange ?? start,
                hint: "the header is \(usual)"
            )
        }
        if versionText.isEmpty || versionText == "/" || versionText == "\(Self.group)/" {
            findings.add(
                .headerApiVersion,
                "the apiVersion is missing",
                path: "apiVersion",
                at: versionMember?.keyRange ?? start,
                hint: "the header is \(usual)"
            )
            return
        }
        guard !kindText.isEmpty else { return }
        switch (versionText, kindText) {
        case ("\(Self.group)/v1", "EncryptionConfiguration"): return
        case ("v1", "EncryptionConfig"), ("/v1", "EncryptionConfig"):
            configuration.isLegacy = true
        default:
            let isVersionKnown = versionText == "\(Self.group)/v1" || versionText == "v1"
            let place = isVersionKnown ? kindMember : versionMember
            findings.add(
                .headerUnknown,
                "kind '\(SafeText.name(kindText))' of apiVersion "
                    + "'\(SafeText.apiVersion(versionText))' "
                    + "is not an encryption configuration",
                path: isVersionKnown ? "kind" : "apiVersion",
                at: place?.value.range ?? start,
                hint: "the header is \(usual); letter case counts",
            )
        }
    }

    // MARK: Entries

    private mutating func resourceEntry(
        _ node: DataNode,
        path: FieldPath,
        number: Int,
    ) -> ResourceEntry? {
        var entry = ResourceEntry(
            number: number,
            range: node.range,
            names: .absent,
            providers: .absent
        )
        let isUsable = object(node, ["resources", "providers"], path: path) {
            decoder,
            member,
            field,
            path in
            if field == "resources" {
                decoder.lists += 1
                entry.names = decoder.list(member.value, path: path) { decoder, node, path, _ in
                    decoder.resourceName(node, path: path)
                }
            } else {
                entry.providers = decoder.list(member.value, path: path) {
                    $0.providerElement($1, path: $2, ElementPlace(entry: number, number: $3))
                }
            }
        }
        entry.names.excuse(isHopeless)
        entry.providers.excuse(isHopeless)
        if entry.names.isMissing || entry.providers.isMissing { sureErrors += 1 }
        return isUsable ? entry : nil
    }

    /// The name of a resource; null counts as the empty one.
    private mutating func resourceName(_ node: DataNode, path: FieldPath) -> ResourceName? {
        let range: Range<Int>
        switch scalar(node, path: path) {
        case .unusable: return .unusable
        case .absent: range = 0..<0
        case .present(let found, _): range = found
        }
        let (number, hasFinalDot, isNew) = resourceNames.add(text.part(range))
        if isNew {
            seenIn.append(lists)
        } else {
            if seenIn[number] == lists { sureErrors += 1 }
            seenIn[number] = lists
        }
        return ResourceName(
            number: number,
            hasFinalDot: hasFinalDot,
            range: node.isNull ? nil : node.range
        )
    }

    private static let kinds = ProviderKind.allCases.map(\.rawValue)

    private mutating func providerElement(
        _ node: DataNode,
        path: FieldPath,
        _ place: ElementPlace,
    ) -> ProviderElement? {
        var element = ProviderElement(place: place, range: node.range)
        var count = 0
        var isUnusable = false
        if case .object(let members) = node.content {
            isUnusable = members.contains { member in !Self.kinds.contains(where: member.isCalled) }
        }
        let isUsable = object(node, Self.kinds, path: path) { decoder, member, field, path in
            guard !member.value.isNull, let kind = ProviderKind(rawValue: field) else { return }
            guard let content = decoder.content(of: kind, member.value, path: path, place) else {
                isUnusable = true
                return
            }
            count += 1
            element.append(
                ProviderField(
                    kind: kind,
                    element: place,
                    range: member.keyRange,
                    content: content
                )
            )
        }
        element.isUnusable = isUnusable || isHopeless
        if isUsable, count > 1 || count == 0 && !isUnusable { sureErrors += 1 }
        return isUsable ? element : nil
    }

    private mutating func content(
        of kind: ProviderKind,
        _ node: DataNode,
        path: FieldPath,
        _ place: ElementPlace,
    ) -> ProviderField.Content? {
        switch kind {
        case .identity:
            return object(node, [], path: path) { _, _, _, _ in } ? .identity : nil
        case .kms:
            return kms(node, path: path, place).map { .kms($0) }
        case .aesgcm, .aescbc, .secretbox:
            var keys: Field<[KeyEntry]> = .absent
            let isUsable = object(node, ["keys"], path: path) { decoder, member, _, path in
                keys = decoder.list(member.value, path: path) {
                    $0.key($1, path: $2, KeyPlace(element: place, kind: kind, number: $3))
                }
            }
            keys.excuse(isHopeless)
            if keys.isMissing { sureErrors += 1 }
            return isUsable ? .keys(keys) : nil
        }
    }

    private mutating func key(
        _ node: DataNode,
        path: FieldPath,
        _ place: KeyPlace,
    ) -> KeyEntry? {
        var key = KeyEntry(place: place, range: node.range)
        let isUsable = object(node, ["name", "secret"], path: path) {
            decoder,
            member,
            field,
            path in
            if field == "name" {
                key.name = decoder.name(member.value, path: path)
            } else {
                key.secret = decoder.secret(member.value, path: path)
            }
        }
        key.name.excuse(isHopeless)
        key.secret.excuse(isHopeless)
        if key.name.isMissing || key.secret.isMissing { sureErrors += 1 }
        return isUsable ? key : nil
    }

    private mutating func kms(
        _ node: DataNode,
        path: FieldPath,
        _ place: ElementPlace,
    ) -> KMSEntry? {
        var kms = KMSEntry(element: place, range: node.range)
        let names = ["apiVersion", "name", "endpoint", "cachesize", "timeout"]
        let isUsable = object(node, names, path: path) { decoder, member, field, path in
            switch field {
            case "apiVersion": kms.apiVersion = decoder.string(member.value, path: path)
            case "name": kms.name = decoder.name(member.value, path: path)
            case "endpoint": kms.endpoint = decoder.string(member.value, path: path)
            case "cachesize": kms.cacheSize = decoder.integer(member.value, path: path)
            default: kms.timeout = decoder.duration(member.value, path: path)
            }
        }
        kms.name.excuse(isHopeless)
        kms.endpoint.excuse(isHopeless)
        if kms.name.isMissing || kms.endpoint.isMissing { sureErrors += 1 }
        return isUsable ? kms : nil
    }

    // MARK: Shapes

    /// Hands out the fields of a mapping; null is a mapping without fields.
    private mutating func object(
        _ node: DataNode,
        _ known: [String],
        path: FieldPath,
        _ body: (inout Self, DataNode.Member, String, FieldPath) -> Void,
    ) -> Bool {
        switch node.content {
        case .null: return true
        case .object(let members):
            each(members, known, path: path, body)
            return true
        default:
            wrongType(node, expected: "a mapping", path: path)
            return false
        }
    }

    private mutating func each(
        _ members: DataNode.Members,
        _ known: [String],
        path: FieldPath,
        _ body: (inout Self, DataNode.Member, String, FieldPath) -> Void,
    ) {
        for member in members {
            if isHopeless { return }
            guard let name = known.first(where: member.isCalled) else {
                findings.add(
                    .unknownField,
                    "the field '\(SafeText.name(member.name))' is unknown here",
                    path: path.field(SafeText.name(member.name)),
                    at: member.keyRange,
                    hint: FieldNames.hint(for: member.name, known: known, path: path)
                )
                names.append(member.keyRange)
                continue
            }
            body(&self, member, name, path.field(name))
        }
    }

    private mutating func list<Value>(
        _ node: DataNode,
        path: FieldPath,
        _ body: (inout Self, DataNode, FieldPath, Int) -> Value?,
    ) -> Field<[Value]> {
        switch node.content {
        case .null: return .absent
        case .array(let nodes):
            let count = nodes.reduce(0) { count, _ in count + 1 }
            var values: [Value] = []
            values.reserveCapacity(count)
            for (index, node) in nodes.enumerated() {
                if isHopeless { break }
                if let value = body(&self, node, path.element(index), index) {
                    values.append(value)
                }
            }
            // Elements that are missing now were complained about.
            if values.isEmpty, count > 0 { return .unusable }
            return .present(values, node.range)
        default:
            wrongType(node, expected: "a list", path: path)
            return .unusable
        }
    }

    private mutating func name(_ node: DataNode, path: FieldPath) -> Field<String> {
        names.append(node.range)
        return string(node, path: path)
    }
}
