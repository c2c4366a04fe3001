public import EncryptionConfig

/// Which provider and key of a chain opened a value, as positions in the chain.
///
/// Names are looked up with ``ProviderChain/key(of:)`` when someone wants to read them, so that
/// a scan does not copy one per value.
public struct OpenedBy: Sendable, Hashable {
    /// The kind of the provider; identity also where there is no chain.
    public let kind: ProviderKind
    /// The provider's position in the chain; -1 where there is no chain.
    public let provider: Int
    /// The key's position in the provider; -1 for identity and kms.
    public let key: Int
    /// Whether a rotation has to write the value again: anything but the chain's first provider and
    /// its first key opened it, or its plugin writes with another KEK now.
    public let isStale: Bool

    /// Whether the chain's first provider and its first key opened it, or there is no chain: what is
    /// written now opens so, also where the writer's plugin has changed its KEK since.
    public var isByWriter: Bool { provider <= 0 && key <= 0 }

    static let noChain = OpenedBy(kind: .identity, provider: -1, key: -1, isStale: false)
}
