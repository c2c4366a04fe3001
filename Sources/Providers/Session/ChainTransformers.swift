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
    }

    let chain: ProviderChain
    let steps: [Step]
    /// Where each key's name and `:` stand in `text`.
    let keys: [Range<Int>]
    let transformers: [Transformer]
    let text: [UInt8]

    init(_ chain: ProviderChain) throws(CryptoLibraryError) {
        self.chain = chain
        var steps: [Step] = []
        var keys: [Range<Int>] = []
        var transformers: [Transformer] = []
        var text: [UInt8] = []
        for provider in chain.providers {
            let prefix = text.count..<(text.count + provider.prefix.count)
            text += provider.prefix
            let first = keys.count
            for key in provider.keys {
                keys.append(text.count..<(text.count + key.prefix.count))
                text += key.prefix
                transformers.append(try Transformer(provider.kind, key.key))
            }
            steps.append(Step(kind: provider.kind, prefix: prefix, keys: first..<keys.count))
        }
        self.steps = steps
        self.keys = keys
        self.transformers = transformers
        self.text = text
    }

    /// Whether `stored` from `offset` on starts with a part of `text`.
    @inline(__always)
    func matches(_ stored: Span<UInt8>, at offset: Int, _ part: Range<Int>) -> Bool {
        stored.starts(with: text, part, at: offset)
    }
}
