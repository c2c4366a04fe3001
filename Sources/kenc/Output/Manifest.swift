import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import FoundationEssentials
import KeyMaterial
import KubernetesModel
import Providers
import Rotation
import Survey
import WireFormats

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

        /// The key that is needed; of no known kind where another program wrote the manifest.
        var key: ProviderKey {
            ProviderKey(StoredKind(rawValue: provider) ?? .unknown, keyName.map { KeyName($0) })
        }
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
        revision = contents.keySpace.revision.rawValue
        hash = "sha256:" + HexText.encode(try contents.digest())
        configHash = loaded.configuration.hash
        let total = survey.total
        values = total.values
        unreadable = total.unreadable
        plaintext = total.plaintext
        var resources: [Resource] = []
        for (resource, tally) in survey.sortedResources {
            let chain = loaded.chains.chain(of: resource)
            var needed: [Need] = []
            for (key, volume) in tally.by.sorted(by: { $0.key < $1.key }) {
                needed.append(
                    Need(
                        provider: key.kind.rawValue,
                        keyName: key.name?.text,
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
