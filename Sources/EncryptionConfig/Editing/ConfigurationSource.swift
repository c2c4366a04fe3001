internal import KeyMaterial
internal import KubernetesModel

/// A configuration file whose bytes can be edited: only what an edit is about changes, everything
/// else stays as it is, byte for byte.
///
/// Comments, order, quotes, indentation, line ends, flow style, anchors, a byte order mark and
/// documents behind the first are kept. Every result was parsed again and is what was intended.
///
/// An element that goes or moves takes its lines along, with the comments on and between them, and
/// the comment lines directly above it that stand as far right as it does, unless they are above the
/// first element, which may speak of the whole list, or are an element that was commented out.
///
/// The text of the result, like the file's, lies in ordinary memory.
public struct ConfigurationSource: Sendable {
    /// The file.
    public let bytes: [UInt8]
    /// What the file configures.
    public let contents: EditableConfiguration
    /// The validated configuration.
    public let configuration: ValidatedConfiguration

    private let gates: FeatureGates
    let tree: SourceTree
    /// The list of entries.
    let entries: Int

    /// Reads a file that is to be edited.
    ///
    /// - Throws: ``EditRefusal/tooLarge(bytes:)``, ``EditRefusal/notUTF8``, ``EditRefusal/invalid``.
    public init(
        _ bytes: [UInt8],
        featureGates: FeatureGates = FeatureGates(),
    ) throws(EditRefusal) {
        let report: ConfigurationReport
        do throws(ConfigurationValidator.FileTooLarge) {
            report = try ConfigurationValidator(featureGates: featureGates).validate(bytes)
        } catch {
            throw .tooLarge(bytes: error.bytes)
        }
        guard let configuration = report.configuration else { throw .invalid }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .notUTF8 }
        let tree = SourceTree(bytes, isJSON: ConfigurationValidator.isJSON(bytes))
        guard let tree, let root = tree.root, let entries = tree.field("resources", of: root) else {
            throw .invalid
        }
        self.bytes = bytes
        self.tree = tree
        self.entries = tree.resolved(entries)
        self.configuration = configuration
        gates = featureGates
        guard let contents = Self.contents(of: configuration, tree, entries) else { throw .invalid }
        self.contents = contents
    }

    /// Reads a file that an edit has made, and names the rule that it breaks.
    init(made bytes: [UInt8], featureGates: FeatureGates = FeatureGates()) throws(EditRefusal) {
        do throws(EditRefusal) {
            self = try Self(bytes, featureGates: featureGates)
        } catch {
            guard error == .invalid else { throw error }
            let report = try? ConfigurationValidator(featureGates: featureGates).validate(bytes)
            guard let finding = report?.findings.first(where: { $0.severity == .error }) else {
                throw .notAsIntended
            }
            throw .resultInvalid(finding.rule)
        }
    }

    /// The file with these contents, and with everything else as it is.
    ///
    /// - Throws: ``EditRefusal``; the file is as good as before then.
    public func rewritten(as target: EditableConfiguration) throws(EditRefusal) -> [UInt8] {
        try Self.checkNotEmpty(target)
        if target.isSame(as: contents) { return bytes }
        // A last line without an end would have no place for a line behind it.
        let lineBreak = LineBreak.of(bytes)
        let isOpen = !tree.isJSON && !LineBreak.ends(bytes)
        let source = isOpen ? try Self(bytes + lineBreak, featureGates: gates) : self
        var rewriter = Rewriter(source, origin: configuration.hash, lineBreak: lineBreak)
        var result = try rewriter.rewrite(as: target)
        if isOpen, result.suffix(lineBreak.count).elementsEqual(lineBreak) {
            result.removeLast(lineBreak.count)
        }
        try check(result, against: target)
        return result
    }

    /// What comes out has to be valid and exactly what was meant.
    private func check(
        _ result: [UInt8],
        against target: EditableConfiguration,
    ) throws(EditRefusal) {
        let edited = try Self(made: result, featureGates: gates)
        guard edited.contents.isSame(as: target) else { throw .notAsIntended }
    }

    private static func checkNotEmpty(_ target: EditableConfiguration) throws(EditRefusal) {
        guard !target.entries.isEmpty else { throw .wouldBeEmpty(.file) }
        for entry in target.entries {
            guard !entry.resources.isEmpty else { throw .wouldBeEmpty(.resources) }
            guard !entry.providers.isEmpty else { throw .wouldBeEmpty(.providers) }
            for provider in entry.providers
            where provider.keys.isEmpty && !provider.kind.keyLengths.isEmpty {
                throw .wouldBeEmpty(.keys)
            }
        }
    }

    /// The entries as the file lists them, of what validation made of them.
    private static func contents(
        of configuration: ValidatedConfiguration,
        _ tree: SourceTree,
        _ entries: Int,
    ) -> EditableConfiguration? {
        typealias Origin = EditableConfiguration.Origin
        let hash = configuration.hash
        var chains: [ResourceSelector: ChainDefinition] = [:]
        for chain in configuration.chains { chains[chain.selector] = chain }
        var used: [ResourceSelector: Int] = [:]
        var made: [EditableConfiguration.Entry] = []
        for (number, node) in tree.elements(of: entries).enumerated() {
            guard let names = tree.field("resources", of: node),
                let providers = tree.field("providers", of: node)
            else { return nil }
            let count = tree.elements(of: providers).count
            var resources: [EditableConfiguration.Resource] = []
            var definitions: ArraySlice<ProviderDefinition> = []
            for (index, name) in tree.elements(of: names).enumerated() {
                guard let text = tree.text(of: name) else { return nil }
                let origin = Origin(file: hash, path: [number, index])
                let resource = EditableConfiguration.Resource(repairedText(text), origin: origin)
                resources.append(resource)
                // A chain joins the lists of all entries that name it, in the order of the file.
                let start = used[resource.selector, default: 0]
                used[resource.selector] = start + count
                guard let chain = chains[resource.selector], start + count <= chain.providers.count
                else { return nil }
                definitions = chain.providers[start..<(start + count)]
            }
            let elements = definitions.enumerated().map { index, definition in
                EditableConfiguration.Provider(
                    definition,
                    origin: Origin(file: hash, path: [number, index])
                )
            }
            made.append(
                EditableConfiguration.Entry(
                    resources: resources,
                    providers: elements,
                    origin: Origin(file: hash, path: [number]),
                    model: nil,
                )
            )
        }
        return EditableConfiguration(entries: made)
    }
}

/// How the lines of a file end.
enum LineBreak {
    /// The first of the file; LF in a file of one line.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        for offset in bytes.indices where bytes[offset] == 0x0A || bytes[offset] == 0x0D {
            return Array(bytes[offset..<(offset + SourceOffsets.breakWidth(bytes, offset))])
        }
        return [0x0A]
    }

    static func ends(_ bytes: [UInt8]) -> Bool {
        bytes.last == 0x0A || bytes.last == 0x0D
    }
}
