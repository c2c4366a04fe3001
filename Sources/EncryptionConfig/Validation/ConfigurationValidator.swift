internal import KeyMaterial
internal import WireFormats

/// Judges configuration files as kube-apiserver 1.36 does, and says more.
public struct ConfigurationValidator: Sendable {
    /// A file beyond this is not read at all: 4 MiB.
    public static let maximumBytes = 4 << 20

    /// The file is larger than anything worth reading, so there is no verdict.
    public struct FileTooLarge: Error, CustomStringConvertible {
        /// The size of the file in bytes.
        public let bytes: Int

        /// Both sizes.
        public var description: String {
            "the file has \(bytes) bytes, more than the \(ConfigurationValidator.maximumBytes) "
                + "that are read of a configuration"
        }
    }

    private let featureGates: FeatureGates

    /// Makes a validator for an API server with these feature gates.
    public init(featureGates: FeatureGates = FeatureGates()) {
        self.featureGates = featureGates
    }

    /// Judges the bytes of one file.
    ///
    /// Takes bounded time and memory whatever the bytes are. Every secret is decoded once, into the
    /// keys of the report's configuration; every other copy of the text is wiped before this returns,
    /// but for the array that was given, which is the caller's.
    public func validate(_ bytes: [UInt8]) throws(FileTooLarge) -> ConfigurationReport {
        guard bytes.count <= Self.maximumBytes else { throw FileTooLarge(bytes: bytes.count) }
        let hash = Self.hash(bytes)
        var findings = FindingList()
        var names: [SourceRange] = []
        var configuration: ValidatedConfiguration?
        if let decoded = Self.decode(bytes, into: &findings, names: &names) {
            var rules = ConfigurationRules(findings, featureGates, names: decoded.names)
            rules.check(decoded)
            findings = rules.findings
            if !findings.hasErrors {
                let chains = ChainBuilder.chains(of: decoded)
                configuration = ValidatedConfiguration(hash: hash, chains: chains)
            }
            ConfigurationAdvice.advise(on: decoded, into: &findings)
            if !findings.findings.isEmpty { names += Self.placesOfNames(decoded) }
        }
        return ConfigurationReport(
            hash: hash,
            findings: Self.withExcerpts(findings, bytes, names),
            configuration: configuration
        )
    }

    /// The document's values are gone when this returns.
    private static func decode(
        _ bytes: [UInt8],
        into findings: inout FindingList,
        names: inout [SourceRange],
    ) -> EncryptionConfiguration? {
        guard let document = parse(bytes, into: &findings) else { return nil }
        var decoder = ConfigurationDecoder(document, findings)
        let decoded = decoder.decode()
        findings = decoder.findings
        names = decoder.names
        return decoded
    }

    private static func placesOfNames(_ decoded: EncryptionConfiguration) -> [SourceRange] {
        (decoded.resources.value ?? []).flatMap { entry in
            (entry.names.value ?? []).lazy.compactMap(\.range)
        }
    }

    private static func withExcerpts(
        _ list: FindingList,
        _ bytes: [UInt8],
        _ names: [SourceRange],
    ) -> [Finding] {
        let findings = list.sorted
        guard findings.contains(where: { $0.line != nil }) else { return findings }
        var excerpts = ExcerptMaker(bytes, names: names, list.lines)
        defer { excerpts.finish() }
        return findings.compactMap { finding in
            var finding = finding
            if let line = finding.line, let column = finding.column {
                let isAdvice = finding.severity != .error
                if isAdvice, excerpts.ignoredRules(line: line).contains(finding.rule) { return nil }
                finding.excerpt = excerpts.excerpt(line: line, column: column)
            }
            return finding
        }
    }

    /// The API server's name for a file: `sha256:` and the lower-case hex of the SHA-256 of its bytes.
    public static func hash(_ bytes: [UInt8]) -> String {
        // SHA-256 is in every libcrypto, so it cannot fail but for want of memory.
        let digest = (try? Digest.sha256(bytes.span)) ?? []
        return "sha256:" + HexText.encode(digest)
    }

    /// JSON if the first character that is no space is `{`, else YAML.
    private static func parse(_ bytes: [UInt8], into findings: inout FindingList) -> DataDocument? {
        guard !bytes.isEmpty else {
            findings.add(
                .fileEmpty,
                "the file is empty",
                hint: "did the program that writes it fail half-way?"
            )
            return nil
        }
        if let foreign = ForeignFile(bytes.span) {
            findings.add(
                .notAConfiguration,
                "this is \(foreign.description), not a configuration",
                remedy: .giveAsStore(foreign)
            )
            return nil
        }
        if isJSON(bytes) { return JSONDocument.read(bytes, into: &findings) }
        do throws(YAMLSyntaxError) {
            let document = try YAMLDocument(bytes)
            findings.lines = document.data.lines
            try YAMLConverter.convert(document.data, into: &findings)
            if document.hasMore {
                findings.add(
                    .laterDocuments,
                    "the API server ignores what follows the first document",
                    at: SourceRange(start: document.end.index, end: document.end.index),
                    hint: "move everything into one document"
                )
            }
            return document.data
        } catch {
            findings.add(error, hint: YAMLHints.hint(for: error, in: bytes))
            return nil
        }
    }

    /// As Kubernetes guesses it: Go's `unicode.IsSpace`, then `{`.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while let byte = rest.first {
            switch byte {
            case 0x09...0x0D, 0x20: rest = rest.dropFirst()
            case 0xC2, 0xE1, 0xE2, 0xE3:
                let spaces: [Unicode.Scalar] = [
                    "\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{2002}", "\u{2003}",
                    "\u{2004}", "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}", "\u{2009}",
                    "\u{200A}", "\u{2028}", "\u{2029}", "\u{202F}", "\u{205F}", "\u{3000}",
                ]
                let space = spaces.first { rest.starts(with: Array(String($0).utf8)) }
                guard let space else { return false }
                rest = rest.dropFirst(String(space).utf8.count)
            default: return byte == UInt8(ascii: "{")
            }
        }
        return false
    }
}

/// The feature gates of the API server that change its verdict.
public struct FeatureGates: Sendable, Equatable {
    /// Whether kms providers of API version v1 are allowed; off since Kubernetes 1.29.
    public var kmsV1: Bool

    /// Makes a set of gates, by default as the API server has them.
    public init(kmsV1: Bool = false) {
        self.kmsV1 = kmsV1
    }
}
