public import EncryptionConfig
public import KeyMaterial

/// What a value is on: a kind of provider, and the name of its key or plugin.
///
/// Of a value that was opened, what opened it; of another, what its header says.
public struct ProviderKey: Sendable, Hashable {
    /// The kind.
    public let kind: StoredKind
    /// The name of the key or of the kms plugin; none for plaintext, nor where a header ends first.
    public let name: KeyName?
    /// Which KEK of the plugin, where a value of kms version 2 was asked: see ``init(valueOf:)``.
    public let keyID: KeyID?

    /// Plaintext.
    public static let identity = ProviderKey(.identity, nil)

    /// Joins what a header says.
    public init(_ kind: StoredKind, _ name: KeyName?, _ keyID: KeyID? = nil) {
        self.kind = kind
        self.name = name
        self.keyID = keyID
    }

    /// A key of a provider.
    public init(_ kind: ProviderKind, _ name: KeyName?) {
        self.init(.known(kind), name)
    }

    /// What the value's header says.
    public init(headerOf stored: Span<UInt8>) {
        let header = StoredHeader(stored)
        self.init(header.kind, header.keyName(in: stored))
    }

    /// What the value's header says, and of kms version 2 the key id, too.
    public init(valueOf stored: Span<UInt8>) {
        let header = StoredHeader(stored)
        let envelope = header.kind == .known(.kms) ? Envelope(stored) : nil
        self.init(header.kind, header.keyName(in: stored), envelope?.keyID(in: stored))
    }

    /// The plugin without one of its KEKs: what a configuration names.
    public var withoutKeyID: ProviderKey { ProviderKey(kind, name) }
}

extension ProviderKey: Comparable, CustomStringConvertible {
    /// By the kind's word, then by name, then by key id.
    public static func < (left: ProviderKey, right: ProviderKey) -> Bool {
        guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
        guard left.name == right.name else { return (left.name ?? "") < (right.name ?? "") }
        return (left.keyID ?? "") < (right.keyID ?? "")
    }

    /// The kind's word, and the name where there is one: `aescbc key1`, `kms vault (key id kek-2)`.
    public var description: String {
        let text = name.map { "\(kind) \($0)" } ?? kind.rawValue
        return keyID.map { "\(text) (key id \($0))" } ?? text
    }
}

extension ProviderChain {
    /// What the chain writes with.
    public var writer: ProviderKey { key(provider: 0, key: 0) }

    /// What opened a value of this chain.
    public func key(of opened: OpenedBy) -> ProviderKey {
        key(provider: opened.provider, key: opened.key)
    }

    /// What stands at these positions, as ``OpenedBy`` has them.
    public func key(provider: Int, key: Int) -> ProviderKey {
        guard providers.indices.contains(provider) else { return .identity }
        let provider = providers[provider]
        guard provider.keys.indices.contains(key) else {
            return ProviderKey(provider.kind, provider.kms?.name)
        }
        return ProviderKey(provider.kind, provider.keys[key].name)
    }
}

extension ProviderChain {
    /// Whether a value of this kind whose header names this key is tried at all.
    public func names(_ key: ProviderKey) -> Bool {
        guard let name = key.name else { return false }
        return providers.contains { provider in
            key.kind == .known(provider.kind)
                && (provider.keys.contains { $0.name == name } || provider.kms?.name == name)
        }
    }

    /// The chain's keys of this kind and name.
    public func keys(named key: ProviderKey) -> [SecretKey] {
        providers.filter { key.kind == .known($0.kind) }.flatMap(\.keys)
            .filter { $0.name == key.name }.map(\.key)
    }
}

extension ProviderDefinition {
    /// The keys that stored headers can name; none for identity.
    public var providerKeys: [ProviderKey] { keyNames.map { ProviderKey(kind, $0) } }
}
