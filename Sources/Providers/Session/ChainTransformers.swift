internal import EncryptionConfig
internal import KeyMaterial

/// One session's cipher contexts for one chain, with what the walk over it compares.
///
/// The walk's tables are flat and hold numbers only: to look at a provider or a key for each value
/// of a million must not count references.
final class ChainTransformers {
    /// One provider of the chain.
    struct Step {
        let kind: ProviderKind
        /// Where its prefix stands in `text`.
        let prefix: Range<Int>
        /// Where its keys stand in `keys` and `transformers`.
        let keys: Range<Int>
        /// What opens a plugin's values, for kms.
        let plugin: Uncounted<EnvelopeTransformer>?
    }

    let chain: ProviderChain
    let steps: [Step]
    /// Where each key's name and `:` stand in `text`.
    let keys: [Range<Int>]
    let transformers: [Transformer]
    let text: [UInt8]
    /// Keeps what `transformers` refer to.
    private let contexts: [AnyObject]

    init(_ chain: ProviderChain) throws(CryptoLibraryError) {
        self.chain = chain
        var steps: [Step] = []
        var keys: [Range<Int>] = []
        var transformers: [Transformer] = []
        var text: [UInt8] = []
        var contexts: [AnyObject] = []
        for provider in chain.providers {
            let prefix = text.count..<(text.count + provider.prefix.count)
            text += provider.prefix
            let first = keys.count
            for key in provider.keys {
                keys.append(text.count..<(text.count + key.prefix.count))
                text += key.prefix
                transformers.append(
                    try Transformer(provider.kind, key.key, keptIn: &contexts)
                )
            }
            let plugin = provider.kms.map { EnvelopeTransformer($0, provider.keyring) }
            if let plugin { contexts.append(plugin) }
            steps.append(
                Step(
                    kind: provider.kind,
                    prefix: prefix,
                    keys: first..<keys.count,
                    plugin: plugin.map { Uncounted(keptElsewhere: $0) }
                )
            )
        }
        self.steps = steps
        self.keys = keys
        self.transformers = transformers
        self.text = text
        self.contexts = contexts
    }

    /// Who opened a value, and where in the buffer its plaintext stands.
    ///
    /// Identity leaves it where it was stored.
    struct Walked {
        let by: OpenedBy
        let plaintext: Range<Int>
    }

    /// Tries provider after provider and key after key until one opens the value.
    func walk(_ stored: Span<UInt8>, etcdKey: Span<UInt8>?, into buffer: Uncounted<SecretBuffer>)
        throws(OpenFailure) -> Walked
    {
        let isEncrypted = StoredHeader.isEncrypted(stored)
        var failure: OpenFailure?
        for index in steps.indices {
            let step = steps[index]
            guard step.kind != .identity else {
                guard isEncrypted else {
                    let by = OpenedBy(
                        kind: .identity,
                        provider: index,
                        key: -1,
                        isStale: index != 0
                    )
                    return Walked(by: by, plaintext: 0..<0)
                }
                continue
            }
            guard isEncrypted, stored.starts(with: text, step.prefix, at: 0) else { continue }
            if let plugin = step.plugin {
                do throws(OpenFailure) {
                    let opened = try plugin.use { (plugin) throws(OpenFailure) in
                        try plugin.open(
                            stored,
                            from: step.prefix.count,
                            etcdKey: etcdKey,
                            into: buffer
                        )
                    }
                    let by = OpenedBy(
                        kind: .kms,
                        provider: index,
                        key: -1,
                        isStale: opened.isStale || index != 0
                    )
                    return Walked(by: by, plaintext: opened.plaintext)
                } catch {
                    failure = failure ?? error
                }
                continue
            }
            var tried = false
            for key in step.keys {
                let name = keys[key]
                guard stored.starts(with: text, name, at: step.prefix.count) else { continue }
                tried = true
                let payload = stored.extracting((step.prefix.count + name.count)...)
                do throws(OpenFailure) {
                    let opened = try transformers[key].open(payload, etcdKey: etcdKey, into: buffer)
                    let position = key - step.keys.lowerBound
                    let by = OpenedBy(
                        kind: step.kind,
                        provider: index,
                        key: position,
                        isStale: opened.isStale || index != 0 || position != 0
                    )
                    return Walked(by: by, plaintext: opened.plaintext)
                } catch {
                    failure = failure ?? error
                }
            }
            if !tried { failure = failure ?? .unknownKeyName }
        }
        throw failure ?? .noMatchingProvider
    }
}
