import EncryptionConfig
import Providers
import Rotation
import Survey

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
        guard need.key.kind != .known(.identity) else {
            let reads = chain?.providers.contains { $0.kind == .identity } ?? true
            return reads ? nil : "stored as plaintext, and the chain has no identity provider"
        }
        guard let chain else { return "the configuration has no chain for this resource" }
        let key = need.key
        guard chain.names(key) else { return "the chain has no such key" }
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
            let key =
                problem.keyName.map { "\(problem.provider) \(ShownText.name($0))" }
                ?? problem.provider
            text += "  \(problem.resource), \(Numbers.count(problem.values, "value")) on "
            text += "\(ShownText.line(key)): \(problem.why)\n"
        }
        return text
    }
}
