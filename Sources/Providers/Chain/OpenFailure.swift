internal import KeyMaterial

/// Why a chain cannot open a value.
///
/// Bare cases, since a scan may meet a million of them; ``ProviderChain/explain(_:stored:chain:cause:)`` says
/// more about one.
public enum OpenFailure: UInt8, Error, Sendable, Hashable, CaseIterable {
    /// The chain has no provider with this value's prefix.
    case noMatchingProvider
    /// The value is encrypted, and the configuration has no chain for its resource.
    case noChainForResource
    /// The provider is there, a key of this name is not.
    case unknownKeyName
    /// The payload is shorter than the provider ever writes.
    case truncated
    /// An aescbc payload that is no multiple of 16 bytes.
    case blockSize
    /// An aescbc payload that does not end in padding.
    case padding
    /// The authentication tag does not fit.
    case authenticationFailed
    /// The kms plugin did not give the key that opens it, or there is none to ask.
    case kms
    /// A kms envelope that does not parse, or that no server would take.
    case malformed
    /// The provider authenticates the etcd key, and none was given.
    case needsEtcdKey
    /// OpenSSL failed for a reason of its own, such as memory.
    case library
}

extension OpenFailure: CustomStringConvertible {
    /// The name programs know the failure by.
    public var code: String {
        switch self {
        case .noMatchingProvider: "noMatchingProvider"
        case .noChainForResource: "noChainForResource"
        case .unknownKeyName: "unknownKeyName"
        case .truncated: "truncated"
        case .blockSize: "blockSize"
        case .padding: "padding"
        case .authenticationFailed: "authenticationFailed"
        case .kms: "kms"
        case .malformed: "malformed"
        case .needsEtcdKey: "needsEtcdKey"
        case .library: "library"
        }
    }

    /// The failure in a sentence.
    public var description: String {
        switch self {
        case .noMatchingProvider: "no provider of the chain has this value's prefix"
        case .noChainForResource:
            "the value is encrypted, and the configuration has no chain for its resource"
        case .unknownKeyName: "no key of the chain has the name the value asks for"
        case .truncated: "the value is shorter than its provider ever writes"
        case .blockSize: "the payload is not a multiple of 16 bytes"
        case .padding: "the decrypted bytes do not end in padding"
        case .authenticationFailed: "the authentication tag does not fit"
        case .kms: "the kms plugin gave no key for the value"
        case .malformed: "the kms envelope does not parse"
        case .needsEtcdKey: "this value needs its etcd key, which is part of what its tag covers"
        case .library: "the cryptographic library failed"
        }
    }
}

/// Why a chain cannot seal a plaintext.
public enum SealFailure: UInt8, Error, Sendable, Hashable, CaseIterable {
    /// The chain writes through a kms plugin, which gave no key to seal with.
    case kms
    /// The provider authenticates the etcd key, and none was given.
    case needsEtcdKey
    /// No random bytes.
    case randomness
    /// The plaintext is larger than the library takes in one call (2 GiB).
    case tooLarge
    /// OpenSSL failed for a reason of its own, such as memory.
    case library
    /// The sealed bytes did not open to the plaintext again.
    case notProven
}

extension SealFailure: CustomStringConvertible {
    /// The failure in a sentence.
    public var description: String {
        switch self {
        case .kms: "the kms plugin that the chain writes through gave no key to seal with"
        case .needsEtcdKey:
            "sealing with aesgcm or kms needs the etcd key, which is part of what its tag covers"
        case .randomness: NonceError().description
        case .tooLarge: "the plaintext is larger than 2 GiB"
        case .library: "the cryptographic library failed"
        case .notProven: "the sealed bytes do not open to the same plaintext again"
        }
    }
}
