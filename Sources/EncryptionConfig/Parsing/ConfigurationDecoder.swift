internal import KeyMaterial
internal import WireFormats

/// Fits the data of a file to the form of an EncryptionConfiguration, as strictly as Kubernetes'
/// decoder: names are case-sensitive, and a field it does not know is an error.
struct ConfigurationDecoder {
    private static let group = "apiserver.config.k8s.io"

    private(set) var findings: FindingList
    /// Where names stand, which may be shown if they are fit to be.
    private(set) var names: [SourceRange] = []
    /// By where their text begins.
    private var secrets: [Int: SecretEntry] = [:]
    private let root: DataNode
    private let text: WipedText

    init(_ document: DataDocument, _ findings: FindingList) {
        self.findings = findings
        root = document.root
        text = document.text
    }

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
        each(members, ["apiVersion", "kind", "resources"], path: .root) { decoder, member, path in
            guard member.name == "resources" else { return }
            configuration.resources = decoder.list(member.value, path: path) {
                $0.resourceEntry($1, path: $2)
            }
        }
        return configuration
    }

    // MARK: Header

    private mutating func header(
        _ members: [DataNode.Member],
        _ root: DataNode,
        _ configuration: inout EncryptionConfiguration,
    ) {
        func field(_ name: String) -> DataNode.Member? { members.first { $0.name == name } }
        let kindMember = field("kind")
        let versionMember = field("apiVersion")
        let kind = kindMember.map { string($0.value, path: "kind") } ?? .absent
        let version = versionMember.map { string($0.value, path: "apiVersion") } ?? .absent
        configuration.headerRange = (versionMember ?? kindMember)?.keyRange
        if kind.isUnusable || version.isUnusable { return }
        let start = SourceRange(start: root.range.start, end: root.range.start)
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

    private mutating func resourceEntry(_ node: DataNode, path: FieldPath) -> ResourceEntry? {
        var entry = ResourceEntry(path: path, range: node.range, names: .absent, providers: .absent)
        let isUsable = object(node, ["resources", "providers"], path: path) {
            decoder,
            member,
            path in
            if member.name == "resources" {
                entry.names = decoder.list(member.value, path: path) { $0.name($1, path: $2) }
            } else {
                entry.providers = decoder.list(member.value, path: path) {
                    $0.providerElement($1, path: $2)
                }
            }
        }
        return isUsable ? entry : nil
    }

    private mutating func providerElement(_ node: DataNode, path: FieldPath) -> ProviderElement? {
        let names = ProviderKind.allCases.map(\.rawValue)
        var element = ProviderElement(
            path: path,
            range: node.range,
            providers: [],
            isUnusable: false
        )
        if case .object(let members) = node.content {
            element.isUnusable = members.contains { !names.contains($0.name) }
        }
        let isUsable = object(node, names, path: path) { decoder, member, path in
            guard !member.value.isNull, let kind = ProviderKind(rawValue: member.name) else {
                return
            }
            guard let content = decoder.content(of: kind, member.value, path: path) else {
                element.isUnusable = true
                return
            }
            element.providers.append(
                ProviderField(
                    kind: kind,
                    element: element.path,
                    range: member.keyRange,
                    content: content
                )
            )
        }
        return isUsable ? element : nil
    }

    private mutating func content(
        of kind: ProviderKind,
        _ node: DataNode,
        path: FieldPath,
    ) -> ProviderField.Content? {
        switch kind {
        case .identity:
            return object(node, [], path: path) { _, _, _ in } ? .identity : nil
        case .kms:
            return kms(node, path: path).map { .kms($0) }
        case .aesgcm, .aescbc, .secretbox:
            var keys: Field<[KeyEntry]> = .absent
            let isUsable = object(node, ["keys"], path: path) { decoder, member, path in
                keys = decoder.list(member.value, path: path) { $0.key($1, path: $2) }
            }
            return isUsable ? .keys(keys) : nil
        }
    }

    private mutating func key(_ node: DataNode, path: FieldPath) -> KeyEntry? {
        var key = KeyEntry(path: path, range: node.range, name: .absent, secret: .absent)
        let isUsable = object(node, ["name", "secret"], path: path) { decoder, member, path in
            if member.name == "name" {
                key.name = decoder.name(member.value, path: path)
            } else {
                key.secret = decoder.secret(member.value, path: path)
            }
        }
        return isUsable ? key : nil
    }

    private mutating func kms(_ node: DataNode, path: FieldPath) -> KMSEntry? {
        var kms = KMSEntry(
            path: path,
            range: node.range,
            apiVersion: .absent,
            name: .absent,
            endpoint: .absent,
            cacheSize: .absent,
            timeout: .absent,
        )
        let names = ["apiVersion", "name", "endpoint", "cachesize", "timeout"]
        let isUsable = object(node, names, path: path) { decoder, member, path in
            switch member.name {
            case "apiVersion": kms.apiVersion = decoder.string(member.value, path: path)
            case "name": kms.name = decoder.name(member.value, path: path)
            case "endpoint": kms.endpoint = decoder.string(member.value, path: path)
            case "cachesize": kms.cacheSize = decoder.integer(member.value, path: path)
            default: kms.timeout = decoder.duration(member.value, path: path)
            }
        }
        return isUsable ? kms : nil
    }

    // MARK: Shapes

    /// Hands out the fields of a mapping; null is a mapping without fields.
    private mutating func object(
        _ node: DataNode,
        _ known: [String],
        path: FieldPath,
        _ body: (inout Self, DataNode.Member, FieldPath) -> Void,
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
        _ members: [DataNode.Member],
        _ known: [String],
        path: FieldPath,
        _ body: (inout Self, DataNode.Member, FieldPath) -> Void,
    ) {
        for member in members {
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
            body(&self, member, path.field(name))
        }
    }

    private mutating func list<Value>(
        _ node: DataNode,
        path: FieldPath,
        _ body: (inout Self, DataNode, FieldPath) -> Value?,
    ) -> Field<[Value]> {
        switch node.content {
        case .null: return .absent
        case .array(let nodes):
            var values: [Value] = []
            for (index, node) in nodes.enumerated() {
                if let value = body(&self, node, path.element(index)) { values.append(value) }
            }
            // Elements that are missing now were complained about.
            if values.isEmpty, !nodes.isEmpty { return .unusable }
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

    private mutating func string(_ node: DataNode, path: FieldPath) -> Field<String> {
        scalar(node, path: path).map { repairedText(text.bytes($0)) }
    }

    /// A secret, which never becomes a `String`: nobody could wipe that.
    private mutating func secret(_ node: DataNode, path: FieldPath) -> Field<SecretEntry> {
        scalar(node, path: path).map { range in
            // Aliases repeat one text, which is decoded once.
            if let known = secrets[range.lowerBound], known.range == range { return known }
            let secret = SecretEntry(text: text, range: range)
            secrets[range.lowerBound] = secret
            return secret
        }
    }

    /// Where the text of a string lies.
    private mutating func scalar(_ node: DataNode, path: FieldPath) -> Field<Range<Int>> {
        switch node.content {
        case .null: return .absent
        case .string(let text): return .present(text.range, node.range)
        case .number, .bool:
            findings.add(
                .wrongType,
                "expected a string, found \(node.kind)",
                path: path,
                at: node.range,
                hint: "quote the value: without quotes YAML reads it as \(node.kind)"
            )
            return .unusable
        default:
            wrongType(node, expected: "a string", path: path)
            return .unusable
        }
    }

    private mutating func integer(_ node: DataNode, path: FieldPath) -> Field<Int32> {
        if node.isNull { return .absent }
        guard case .number(let number) = node.content else {
            wrongType(node, expected: "an integer", path: path)
            return .unusable
        }
        guard let value = number.flatMap(Int32.init(exactly:)) else {
            findings.add(
                .wrongType,
                "expected an integer of 32 bits",
                path: path,
                at: node.range,
                hint: "use a whole number from \(Int32.min) to \(Int32.max)"
            )
            return .unusable
        }
        return .present(value, node.range)
    }

    private mutating func duration(_ node: DataNode, path: FieldPath) -> Field<Int64> {
        guard case .present(let text, let range) = string(node, path: path) else {
            return node.isNull ? .absent : .unusable
        }
        guard let nanoseconds = GoDuration.nanoseconds(text) else {
            findings.add(
                .kmsTimeout,
                "the timeout is not a duration",
                path: path,
                at: range,
                hint: "write numbers with units, as in '3s', '500ms' or '1m30s'"
            )
            return .unusable
        }
        return .present(nanoseconds, range)
    }

    private mutating func wrongType(
        _ node: DataNode,
        expected: String,
        path: FieldPath,
    ) {
        var hint: String?
        if expected == "a mapping", case .string = node.content {
            hint = "a ':' and the value's fields are missing, or indentation was lost"
        } else if expected == "a list", case .object = node.content {
            hint = "put '- ' before each element"
        } else if expected == "a list", case .string = node.content {
            hint = "write a list of one: ['…'], or '- …' on the next line"
        } else if expected == "a mapping", case .array = node.content {
            hint = "this takes fields, not a list: remove the '-' or the brackets"
        }
        findings.add(
            .wrongType,
            "expected \(expected), found \(node.kind)",
            path: path,
            at: node.range,
            hint: hint
        )
    }
}
