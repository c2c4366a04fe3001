public import EncryptionConfig
public import EtcdModel
public import KeyMaterial
internal import KubernetesModel
public import Providers

/// What to keep beside a backup: which keys it takes to open it, without the backup itself.
///
/// Holds no key: fingerprints only, and none for keys that could be guessed.
public struct SnapshotManifest: Codable, Sendable {
    /// A key that values need.
    public struct Need: Codable, Sendable {
        /// The provider's kind, as stored headers say it.
        public let provider: String
        /// The key's name, or the plugin's; nil for plaintext.
        public let keyName: String?
        /// Which KEK of the plugin, for kms of version 2.
        public let keyID: String?
        /// Fingerprints of the keys of this name in the configuration; absent for weak keys.
        public let fingerprints: [String]?
        /// How many values need it.
        public let values: Int
        /// Their stored bytes.
        public let bytes: Int

        /// The key that is needed; of no known kind where another program wrote the manifest.
        public var key: ProviderKey {
            ProviderKey(StoredKind(rawValue: provider) ?? .unknown, keyName.map { KeyName($0) })
        }
    }

    /// What one resource needs.
    public struct Resource: Codable, Sendable {
        /// The resource, such as `deployments.apps`.
        public let resource: String
        /// How many values it has.
        public let values: Int
        /// How many of them the configuration could not open.
        public let unreadable: Int
        /// How many of them are stored without encryption.
        public let plaintext: Int
        /// The keys, by provider and name.
        public let needed: [Need]
    }

    /// Names the shape of this file.
    public let kind: String
    /// The revision that was surveyed.
    public let revision: Int64
    /// The SHA-256 of the snapshot's body, the one that etcd puts at its end: `sha256:` and hex.
    public let hash: String
    /// The hash of the configuration that it was surveyed with, as the API server names it.
    public let configHash: String
    /// How many values of known resources there are.
    public let values: Int
    /// How many of them could not be opened.
    public let unreadable: Int
    /// How many of them are stored without encryption.
    public let plaintext: Int
    /// Each resource with a value, by name.
    public let resources: [Resource]
    /// What was seen of the snapshot; absent in manifests of earlier versions.
    public let evidence: EvidenceRecord?

    /// What ``kind`` says in a manifest of this form.
    public static let kind = "kenc snapshot manifest v1"

    /// Writes down what a survey with one configuration found.
    ///
    /// - Parameters:
    ///   - survey: Of all values at one revision.
    ///   - revision: That revision.
    ///   - hash: Of the snapshot, as ``hash`` has it.
    ///   - configuration: What the values were opened with; its keys get fingerprints.
    ///   - evidence: What the survey saw.
    /// - Throws: `CryptoLibraryError` when OpenSSL has no memory for a fingerprint.
    public init(
        of survey: Survey,
        at revision: Revision,
        hash: String,
        with configuration: ValidatedConfiguration,
        evidence: EvidenceRecord,
    ) throws(CryptoLibraryError) {
        self.evidence = evidence
        let chains = ResourceChains(configuration)
        var fingerprints = KeyFingerprints()
        kind = Self.kind
        self.revision = revision.rawValue
        self.hash = hash
        configHash = configuration.hash
        let total = survey.total
        values = total.values
        unreadable = total.unreadable
        plaintext = total.plaintext
        var resources: [Resource] = []
        for (resource, tally) in survey.sortedResources {
            let chain = chains.chain(of: resource)
            var needed: [Need] = []
            for (key, volume) in tally.by.sorted(by: { $0.key < $1.key }) {
                needed.append(
                    Need(
                        provider: key.kind.rawValue,
                        keyName: key.name?.text,
                        keyID: key.keyID?.text,
                        fingerprints: try chain?.fingerprints(named: key, &fingerprints),
                        values: volume.values,
                        bytes: volume.bytes,
                    )
                )
            }
            resources.append(
                Resource(
                    resource: resource.description,
                    values: tally.values,
                    unreadable: tally.unreadable,
                    plaintext: tally.plaintext,
                    needed: needed,
                )
            )
        }
        self.resources = resources
    }
}

extension ProviderChain {
    /// The fingerprints of the keys of this name; nil where there is none to be had.
    func fingerprints(
        named key: ProviderKey,
        _ known: inout KeyFingerprints,
    ) throws(CryptoLibraryError) -> [String]? {
        guard key != .identity else { return nil }
        var prints: [String] = []
        for candidate in keys(named: key) {
            if let print = try known.fingerprint(of: candidate) { prints.append("\(print)") }
        }
        return prints.isEmpty ? nil : prints
    }
}
