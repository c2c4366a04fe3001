import EncryptionConfig
import KeyMaterial
import KubernetesModel
import TestSupport

@testable import Providers

/// A key of `count` bytes that all are `byte`.
func key(_ name: String, _ byte: UInt8, count: Int = 32) -> NamedKey {
    NamedKey(
        name: KeyName(name),
        key: SecretKey(copying: [UInt8](repeating: byte, count: count).span)
    )
}

/// A chain for secrets.
func chain(_ providers: ProviderDefinition...) -> ProviderChain {
    chain(providers)
}

/// A chain for secrets.
func chain(_ providers: [ProviderDefinition]) -> ProviderChain {
    ProviderChain(
        ChainDefinition(
            selector: ResourceSelector(resource: "secrets", group: ""),
            providers: providers
        )
    )
}

/// How an open ended.
enum Outcome: Equatable {
    case opened([UInt8], OpenedBy)
    case failed(OpenFailure)

    var plaintext: [UInt8]? {
        guard case .opened(let bytes, _) = self else { return nil }
        return bytes
    }

    var openedBy: OpenedBy? {
        guard case .opened(_, let by) = self else { return nil }
        return by
    }
}

extension TransformSession {
    func outcome(_ stored: [UInt8], etcdKey: [UInt8]?, _ chain: ProviderChain?) -> Outcome {
        do throws(OpenFailure) {
            return try open(stored.span, etcdKey: etcdKey?.span, with: chain) {
                .opened($0.copied(), $1)
            }
        } catch {
            return .failed(error)
        }
    }

    func sealed(_ plaintext: [UInt8], etcdKey: [UInt8]?, _ chain: ProviderChain)
        throws(SealFailure) -> [UInt8]
    {
        try seal(plaintext.span, etcdKey: etcdKey?.span, with: chain) { $0.copied() }
    }
}

/// The etcd key of tests that do not care.
let someKey = Array("/registry/secrets/default/db".utf8)

/// Gives out bytes it was told to.
final class FixedNonces: NonceSource {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = ArraySlice(bytes)
    }

    func fill(_ nonce: inout MutableSpan<UInt8>) throws(NonceError) {
        guard bytes.count >= nonce.count else { throw NonceError() }
        for index in nonce.indices { nonce[index] = bytes.removeFirst() }
    }
}
