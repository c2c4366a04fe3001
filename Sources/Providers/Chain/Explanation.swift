internal import EncryptionConfig
public import KeyMaterial

/// What a person needs to know of one value that a chain cannot open.
///
/// Holds names only: no key bytes and no plaintext.
public struct OpenExplanation: Sendable, Hashable, CustomStringConvertible {
    /// What happened.
    public let failure: OpenFailure
    /// What the value's header asks for, for example `aescbc key "key1"`.
    public let asksFor: String
    /// What the chain has, in walking order, for example `aescbc ("key2"), identity`.
    public let chainHas: String
    /// What it usually means.
    public let meaning: String
    /// The next step.
    public let hint: String

    /// One line without the hint.
    public var description: String {
        "\(failure): the value asks for \(asksFor), the chain has \(chainHas); \(meaning)"
    }
}

extension ProviderChain {
    /// What the chain has, in walking order, for example `aescbc ("key2", "key1"), identity`.
    public var summary: String {
        providers.map { provider in
            let names = provider.kms.map { [$0.name] } ?? provider.keys.map(\.name)
            guard !names.isEmpty else { return provider.kind.rawValue }
            let version = provider.kms.map { " " + $0.version.rawValue } ?? ""
            let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
            return "\(provider.kind.rawValue)\(version) (\(list))"
        }.joined(separator: ", ")
    }

    /// Explains a failed ``Judge/open(_:etcdKey:place:with:_:)``; the value may have no chain.
    ///
    /// - Parameters:
    ///   - failure: What was thrown.
    ///   - stored: The value.
    ///   - chain: The chain it was to be opened with.
    ///   - cause: What the cryptographic library said, where it failed.
    /// - Returns: What to tell a person.
    public static func explain(
        _ failure: OpenFailure,
        stored: Span<UInt8>,
        chain: ProviderChain?,
        cause: CryptoLibraryError? = nil,
    ) -> OpenExplanation {
        let header = StoredHeader(stored)
        let advice = advice(failure, header, cause, chain?.trouble(of: stored))
        return OpenExplanation(
            failure: failure,
            asksFor: header.request(in: stored),
            chainHas: chain?.summary ?? "no provider (there is no chain for this resource)",
            meaning: advice.meaning,
            hint: advice.hint
        )
    }

    private static func advice(
        _ failure: OpenFailure,
        _ header: StoredHeader,
        _ cause: CryptoLibraryError?,
        _ trouble: PluginTrouble?,
    ) -> (meaning: String, hint: String) {
        switch failure {
        case .noMatchingProvider where header.kind == .unknown:
            (
                "this Kubernetes version writes no such prefix",
                "check that the value is complete and whether a newer version wrote it"
            )
        case .noMatchingProvider where header.kind == .known(.identity):
            (
                "the value is plaintext and the chain has no identity provider to read it",
                "add 'identity: {}' at the end of the providers of this resource"
            )
        case .noMatchingProvider:
            (
                "the provider that wrote it was removed from the configuration too early",
                "add that provider with its key again, or use the configuration of that time"
            )
        case .noChainForResource:
            (
                "it was encrypted when the configuration still covered this resource",
                "add the resource to the configuration, or use the configuration of that time"
            )
        case .unknownKeyName:
            (
                "the key was removed or renamed before every value was rewritten",
                "add the key under the name the value asks for, behind the first key"
            )
        case .truncated, .blockSize:
            (
                "it was cut off or damaged, or not copied whole out of a terminal",
                "compare its length with what etcd holds"
            )
        case .padding:
            (
                "the key name matches but the secret differs, or the value is damaged",
                "look for an older configuration with another secret under this key name"
            )
        case .authenticationFailed where header.kind == .known(.aesgcm):
            (
                "the key name matches but the secret differs, or the value was stored under "
                    + "another etcd key than this one, or it is damaged",
                "check the etcd key, its prefix included, then look for an older configuration "
                    + "with another secret under this key name"
            )
        case .authenticationFailed:
            (
                "the key name matches but the secret differs, or the value is damaged",
                "look for an older configuration with another secret under this key name"
            )
        case .kms:
            (
                trouble?.description ?? "no plugin was asked",
                "ask the plugin where it runs: its socket is mostly on the API server's machine"
            )
        case .malformed:
            ("it was cut off or damaged", "compare its length with what etcd holds")
        case .needsEtcdKey:
            (
                "aesgcm authenticates the etcd key together with the value",
                "give the complete etcd key, for example /registry/secrets/<namespace>/<name>"
            )
        case .library: (cause?.description ?? "it has no memory or is not set up", "try again")
        }
    }
}

extension StoredHeader {
    fileprivate func request(in stored: Span<UInt8>) -> String {
        let name = keyName(in: stored)
        switch kind {
        case .known(.identity): return "plaintext"
        case .unknown: return "a provider that is not known"
        case .known(.kms):
            let version = versionText(in: stored) ?? ""
            let keyID = Envelope(stored)?.keyID(in: stored).map { ", key id \($0.shown)" } ?? ""
            return "kms \(version) plugin \"\(name ?? "")\"\(keyID)"
        case .known(let kind):
            return name.map { "\(kind) key \"\($0)\"" } ?? "\(kind) without a key name"
        }
    }
}
