import EtcdSnapshot
import EncryptionConfig
import FoundationEssentials
import KeyMaterial
import KubernetesStorage
import Providers
import Rotation

/// What to keep beside a backup: which keys it takes to open it, without the backup itself.
///
/// Holds no key: fingerprints only, and none for keys that could be guessed.
struct Manifest: Codable {
    struct Need: Codable {
        let provider: String
        let keyName: String?
        /// Fingerprints of the keys of this name in the configuration; absent for weak keys.
        let fingerprints: [String]?
        let values: Int
        let bytes: Int
    }

    struct Resource: Codable {
        let resource: String
        let values: Int
        let unreadable: Int
        let plaintext: Int
        let needed: [Need]
    }

    /// Names the shape of this file.
    let kind: String
    let revision: Int64
    /// The SHA-256 of the snapshot's body, the one that etcd puts at its end.
    let hash: String
    let configHash: String
    let values: Int
    let unreadable: Int
    let plaintext: Int
    let resources: [Resource]

    static let kind = "kenc snapshot manifest v1"

    init(_ contents: SnapshotContents, _ survey: Survey, _ loaded: LoadedConfiguration) throws {
        var fingerprints = Fingerprints()
        kind = Self.kind
        revision = contents.keySpace.revision
        hash = try contents.hash()
        configHash = loaded.configuration.hash
        let total = survey.total
        values = total.values
        unreadable = total.unreadable
        plaintext = total.plaintext
        var resources: [Resource] = []
        for (resource, tally) in survey.sortedResources {
            let chain = loaded.chains.chain(resource: resource.resource, group: resource.group)
            var needed: [Need] = []
            for (key, volume) in tally.by.sorted(by: { $0.key < $1.key }) {
                needed.append(
                    Need(
                        provider: key.provider,
                        keyName: key.keyName,
                        fingerprints: try fingerprints.of(key, in: chain),
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

    static func read(_ path: String) throws -> Manifest {
        let bytes = try FileBytes.read(path, limit: 64 << 20)
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes)),
            manifest.kind == Self.kind
        else {
            throw Failure(
                "\(path) is no manifest",
                hint: "kenc scan --snapshot FILE --config FILE --write-manifest FILE writes one"
            )
        }
        return manifest
    }
}

/// Fingerprints of keys, each computed once: one takes a tenth of a second.
struct Fingerprints {
    private var known: [ObjectIdentifier: String?] = [:]

    /// The fingerprints of the chain's keys of this name; nil where there is none to be had.
    mutating func of(_ key: ProviderKey, in chain: ProviderChain?) throws -> [String]? {
        guard let chain, key != .identity else { return nil }
        var prints: [String] = []
        for provider in chain.providers where provider.kind.rawValue == key.provider {
            for candidate in provider.keys where candidate.isNamed(key.keyName) {
                if let print = try of(candidate.key) { prints.append(print) }
            }
        }
        return prints.isEmpty ? nil : prints
    }

    private mutating func of(_ key: SecretKey) throws -> String? {
        if let print = known[ObjectIdentifier(key)] { return print }
        let print: String? =
            switch KeyStrength(key.withBytes { [UInt8](copying: $0) }) {
            case .sample, .lowEntropy: nil
            case .text, .strong: try key.fingerprint().description
            }
        known[ObjectIdentifier(key)] = .some(print)
        return print
    }
}

extension ProviderChain.Key {
    /// Names are compared as bytes, as the API server does.
    fileprivate func isNamed(_ name: String?) -> Bool {
        name.map { $0.utf8.elementsEqual(self.name.utf8) } ?? false
    }
}

/// Whether a configuration can open the backup that a manifest stands for.
struct ManifestVerdict: Encodable {
    struct Problem: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
        let values: Int
        let why: String
    }

    let file: String
    let hash: String
    let opens: Bool
    let problems: [Problem]

    init(_ manifest: Manifest, _ loaded: LoadedConfiguration) throws {
        var fingerprints = Fingerprints()
        var problems: [Problem] = []
        for resource in manifest.resources {
            let chain = loaded.chains.chain(forResource: resource.resource)
            for need in resource.needed {
                let why = try Self.reason(need, chain, &fingerprints)
                guard let why else { continue }
                problems.append(
                    Problem(
                        resource: resource.resource,
                        provider: need.provider,
                        keyName: need.keyName,
                        values: need.values,
                        why: why,
                    )
                )
            }
        }
        file = loaded.path
        hash = loaded.configuration.hash
        opens = problems.isEmpty
        self.problems = problems
    }

    private static func reason(
        _ need: Manifest.Need,
        _ chain: ProviderChain?,
        _ fingerprints: inout Fingerprints
    ) throws -> String? {
        guard need.provider != "identity" else {
            let reads = chain?.providers.contains { $0.kind == .identity } ?? true
            return reads ? nil : "stored as plaintext, and the chain has no identity provider"
        }
        guard let chain else { return "the configuration has no chain for this resource" }
        let key = ProviderKey(provider: need.provider, keyName: need.keyName)
        let isNamed = chain.providers.contains { provider in
            provider.kind.rawValue == need.provider
                && (provider.keys.contains { $0.isNamed(need.keyName) }
                    || provider.kms?.name == need.keyName)
        }
        guard isNamed else { return "the chain has no such key" }
        guard let wanted = need.fingerprints, let found = try fingerprints.of(key, in: chain) else {
            return nil
        }
        return Set(wanted).isDisjoint(with: found)
            ? "the chain has a key of this name with other bytes" : nil
    }

    var text: String {
        let name = ShownText.line(file)
        guard !opens else { return "\(name) opens this backup\n" }
        var text = "\(name) does not open all of this backup:\n"
        for problem in problems {
            let key = problem.keyName.map { "\(problem.provider) \($0)" } ?? problem.provider
            text += "  \(problem.resource), \(Numbers.count(problem.values, "value")) on "
            text += "\(ShownText.line(key)): \(problem.why)\n"
        }
        return text
    }
}
