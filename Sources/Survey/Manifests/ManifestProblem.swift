public import EncryptionConfig
internal import Providers
public import KeyMaterial

/// Values of a backup that a configuration does not open, told from its manifest.
public struct ManifestProblem: Sendable {
    /// Why they stay closed.
    public enum Reason: Sendable, Hashable {
        /// They are stored as plaintext, and the chain has no identity provider.
        case noIdentity
        /// The configuration has no chain for the resource.
        case noChain
        /// The chain has no key of the name.
        case noKey
        /// The chain has a key of the name with other bytes.
        case otherKey
    }

    /// The resource.
    public let resource: String
    /// What they are on.
    public let need: SnapshotManifest.Need
    /// Why they stay closed.
    public let reason: Reason
}

extension SnapshotManifest {
    /// All that stands against opening the backup with `configuration`; empty when nothing does.
    ///
    /// A key without a fingerprint is taken by its name alone.
    ///
    /// - Throws: `CryptoLibraryError` when OpenSSL has no memory for a fingerprint.
    public func problems(
        with configuration: ValidatedConfiguration
    ) throws(CryptoLibraryError) -> [ManifestProblem] {
        let chains = ResourceChains(configuration)
        var fingerprints = KeyFingerprints()
        var problems: [ManifestProblem] = []
        for resource in resources {
            let chain = chains.chain(forResource: resource.resource)
            for need in resource.needed {
                guard let reason = try Self.reason(need, chain, &fingerprints) else { continue }
                problems.append(
                    ManifestProblem(resource: resource.resource, need: need, reason: reason)
                )
            }
        }
        return problems
    }

    private static func reason(
        _ need: Need,
        _ chain: ProviderChain?,
        _ fingerprints: inout KeyFingerprints,
    ) throws(CryptoLibraryError) -> ManifestProblem.Reason? {
        guard need.key.kind != .known(.identity) else {
            let reads = chain?.providers.contains { $0.kind == .identity } ?? true
            return reads ? nil : .noIdentity
        }
        guard let chain else { return .noChain }
        guard chain.names(need.key) else { return .noKey }
        guard let wanted = need.fingerprints,
            let found = try chain.fingerprints(named: need.key, &fingerprints)
        else { return nil }
        return Set(wanted).isDisjoint(with: found) ? .otherKey : nil
    }
}
