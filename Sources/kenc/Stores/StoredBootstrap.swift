import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import KeyMaterial
import KubernetesModel
import Providers
import Survey

/// What k3s and RKE2 keep under `/bootstrap/` in a store, and the token that opens it.
struct StoredBootstrap {
    let etcdKey: [UInt8]
    let files: BootstrapFiles
    let token: ServerToken
    /// The store, for messages.
    let storeName: String

    /// Where it lies, which is what the configuration in it is called.
    var name: String { EtcdKeyText.both(etcdKey).text }

    /// Looks for it in the store that the options name.
    static func find(_ token: ServerToken, in options: StoreOptions) async throws -> Self {
        try options.requireStore()
        guard options.dump != "-" else {
            throw Failure.usage(
                "with --k3s-token-file the store is read twice, and standard input only once",
                hint: "name the dump's file"
            )
        }
        let wanted = WantedKeys(
            below: EtcdPrefix(options.prefix).bytes,
            places: [WantedKeys.Place(KeyRange(prefix: BootstrapFiles.directory))]
        )
        let store = try await OpenedStore.open(options, ordered: false, wanted: wanted)
        return try await find(token, in: store.entries, name: store.name)
    }

    /// Looks for it in entries.
    static func find(
        _ token: ServerToken,
        in entries: any EntryStore,
        name: String,
    ) async throws -> Self {
        var found: [[UInt8]: [UInt8]] = [:]
        try await Engine(workerCount: 1).run(
            over: entries,
            makeWorker: { BootstrapWorker() },
            consume: { part in
                for (key, value) in part where found.count < limit { found[key] = value }
            },
        )
        guard !found.isEmpty else {
            throw Failure(
                "\(name) holds nothing under /bootstrap/, as every store of k3s and RKE2 does",
                hint: "is it a store of theirs? a dump has to be taken of all keys: etcdctl get / "
                    + "--prefix -w json"
            )
        }
        for key in try token.etcdKeys() {
            guard let value = found[key] else { continue }
            do throws(BootstrapFailure) {
                return StoredBootstrap(
                    etcdKey: key,
                    files: try BootstrapFiles(opening: value.span, etcdKey: key, with: token),
                    token: token,
                    storeName: name
                )
            } catch {
                throw Failure("\(EtcdKeyText.both(key).text) in \(name) cannot be opened: \(error)")
            }
        }
        let names = found.keys.map { ShownText.line(EtcdKeyText.both($0).text) }.sorted()
        throw Failure(
            "\(names.joined(separator: ", ")) in \(name) is sealed with another token",
            hint: "take the token file of the time when the store was saved"
        )
    }

    /// There is one for each token that is in use.
    private static let limit = 16

    /// The encryption configuration in it.
    func configuration(gates: FeatureGates) throws -> LoadedConfiguration {
        var text = try configurationText()
        defer { wipe(&text) }
        return try LoadedConfiguration(name: name, bytes: text, gates: gates)
    }

    /// The encryption configuration's own bytes.
    func configurationText() throws -> [UInt8] {
        var text: [UInt8]?
        do throws(BootstrapFailure) {
            text = try files.withContent(of: .configuration) { Array(copying: $0) }
        } catch {
            throw Failure("\(name) in \(storeName) cannot be read: \(error)")
        }
        guard let text, !text.isEmpty else { throw isOff }
        return text
    }

    /// The value for a copy, with another encryption configuration in it.
    func resealed(with configuration: [UInt8], hash: String) throws -> [UInt8] {
        do throws(BootstrapFailure) {
            guard try files.withContent(of: .configuration, { !$0.isEmpty }) == true else {
                throw BootstrapFailure.malformed
            }
            let stage = Array("reencrypt_finished-\(hash)".utf8)
            return try files.replacing(
                [(.configuration, configuration), (.stage, stage)],
                time: Clock.text(Clock.now)
            ).sealed(etcdKey: etcdKey, with: token)
        } catch {
            throw error == .malformed
                ? isOff : Failure("\(name) in \(storeName) cannot be written anew: \(error)")
        }
    }

    /// Ends what would hand k3s or RKE2 a configuration that they do not read.
    static func requireJSON(_ bytes: Span<UInt8>, _ name: String) throws {
        let head = bytes.indices.first { ![0x20, 0x09, 0x0a, 0x0d].contains(bytes[$0]) }
        guard let head, bytes[head] == UInt8(ascii: "{") else {
            throw Failure(
                "\(name) is YAML, and k3s and RKE2 read their configuration as JSON",
                hint: "write the same file as JSON, for example with 'yq -o json'"
            )
        }
    }

    private var isOff: Failure {
        Failure(
            "\(name) in \(storeName) holds no encryption configuration",
            hint: "that cluster runs without --secrets-encryption"
        )
    }
}

/// Takes what lies under `/bootstrap/`.
private actor BootstrapWorker: EntryWorker {
    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> [(key: [UInt8], value: [UInt8])] {
        var found: [(key: [UInt8], value: [UInt8])] = []
        try batch.forEach { key, value, _ in
            guard RestoreTrap(key: key) == .k3sBootstrap else { return }
            found.append((Array(copying: key), Array(copying: value)))
        }
        return found
    }
}
