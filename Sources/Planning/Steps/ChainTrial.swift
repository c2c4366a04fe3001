internal import EncryptionConfig
internal import KubernetesModel
internal import Providers

/// What one chain does with what another wrote, found out by sealing and opening.
struct ChainTrial {
    /// A value was read, and by a reader that a rotation leaves it with, or not.
    enum Outcome: Equatable {
        case reads(isStale: Bool)
        case fails

        var reads: Bool { self != .fails }
        /// Nil where the value cannot be read.
        var isStale: Bool? {
            if case .reads(let isStale) = self { isStale } else { nil }
        }
    }

    /// A wrong aescbc key passes the padding once in 255 times, and then no later key is tried:
    /// with several values the right one speaks, whatever luck has it.
    private static let tries = 4
    private static let etcdKey = Array("/registry/step/trial".utf8)

    private let session = TransformSession()

    /// Seals with a key alone, and opens with a chain; without a chain only plaintext is read.
    func outcome(of place: ReaderPlace, under chain: ProviderChain?) -> Outcome {
        if case .plugin(let version, let name) = place.valueClass {
            return plugin(version, name, under: chain)
        }
        let writer = ProviderChain(
            ChainDefinition(
                selector: .everything,
                providers: [place.definition]
            )
        )
        for attempt in 0..<Self.tries {
            // A length of its own each, so that no padding is alike.
            let plaintext =
                Array("k8s\0trial of a step".utf8) + Array(repeating: 0x2E, count: attempt)
            if let isStale = read(plaintext, writer, chain) { return .reads(isStale: isStale) }
        }
        return .fails
    }

    private func read(
        _ plaintext: [UInt8],
        _ writer: ProviderChain,
        _ chain: ProviderChain?
    ) -> Bool? {
        let key = Self.etcdKey
        let stale: Bool?? = try? session.seal(plaintext.span, etcdKey: key.span, with: writer) {
            stored -> Bool? in
            let read: Bool?? = try? session.open(stored, etcdKey: key.span, with: chain) {
                opened,
                by -> Bool? in
                guard opened.count == plaintext.count,
                    opened.indices.allSatisfy({ opened[$0] == plaintext[$0] })
                else { return nil }
                return by.isStale
            }
            return read ?? nil
        }
        return stale ?? nil
    }

    /// No plugin is asked: the name and version in the value decide who is.
    private func plugin(
        _ version: KMSDefinition.Version,
        _ name: KeyName,
        under chain: ProviderChain?
    ) -> Outcome {
        let position = chain?.providers.firstIndex { provider in
            provider.kms.map { $0.version == version && $0.name == name } ?? false
        }
        return position.map { .reads(isStale: $0 != 0) } ?? .fails
    }
}
