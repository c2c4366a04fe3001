internal import EncryptionConfig
public import KeyMaterial

/// One worker's means to open and seal values: cipher contexts, buffers and a nonce source.
///
/// Not `Sendable`: each thread has its own. Keys are expanded when a chain is first met and kept as
/// long as the session; buffers are as large as the largest value so far. After that nothing is
/// allocated for a value.
///
/// The bytes lent to a body are the session's and end with it. A body may open and seal further
/// values with the same session: what it holds stays as it is.
public final class TransformSession {
    private let nonces: any NonceSource
    /// The chain of the last value, which mostly is the next one's, too.
    private var currentChain: ObjectIdentifier?
    private var current: Uncounted<ChainTransformers>?
    private var known: [ObjectIdentifier: ChainTransformers] = [:]
    /// Why a chain's ciphers could not be made, the last time that failed.
    public private(set) var libraryError: CryptoLibraryError?
    private let plaintexts = BufferStack()
    private let payloads = BufferStack()

    /// Makes a session.
    ///
    /// - Parameter nonces: where random bytes come from; give another than the operating system's
    ///   only to reproduce recorded values.
    public init(nonces: any NonceSource = SystemNonceSource()) {
        self.nonces = nonces
    }

    /// Opens a stored value and lends its plaintext.
    ///
    /// The walk is the API server's, as in Kubernetes: `storage/value/transformer.go`: identity
    /// refuses what starts with `k8s:enc:`, others take what has their prefix, and try every key
    /// whose name follows it. A failure never stops the walk; the first success wins.
    ///
    /// - Parameters:
    ///   - stored: the value as etcd holds it.
    ///   - etcdKey: the complete etcd key. Nil if it is not known: then aesgcm fails with
    ///     ``OpenFailure/needsEtcdKey``.
    ///   - chain: the chain of the value's resource, nil if the configuration has none.
    ///   - body: gets the plaintext, and who opened it. For plaintext stored as such these are the
    ///     stored bytes themselves.
    /// - Returns: what the body returns.
    /// - Throws: the first failure in walking order, where a provider of the right kind without the
    ///   key name counts as ``OpenFailure/unknownKeyName``.
    public func open<Result: ~Copyable>(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        with chain: ProviderChain?,
        _ body: (Span<UInt8>, OpenedBy) -> Result,
    ) throws(OpenFailure) -> Result {
        guard let transformers = transformers(for: chain) else {
            guard chain == nil else { throw .library }
            guard !StoredHeader.isEncrypted(stored) else { throw .noChainForResource }
            return body(stored, .noChain)
        }
        let buffer = plaintexts.top
        let walked = try transformers.use { (transformers) throws(OpenFailure) in
            try transformers.walk(stored, etcdKey: etcdKey, into: buffer)
        }
        guard walked.by.kind != .identity else { return body(stored, walked.by) }
        plaintexts.push()
        defer { plaintexts.pop() }
        return buffer.read(walked.plaintext) { plaintext in body(plaintext, walked.by) }
    }

    /// Seals a plaintext with the chain's first provider and its first key, and lends the stored
    /// value.
    ///
    /// - Parameters:
    ///   - plaintext: what to seal; identity lends it as it is.
    ///   - etcdKey: the complete etcd key the value will be stored under; needed by aesgcm and kms.
    ///   - chain: the chain of the value's resource. A plugin's keys were asked for before, see
    ///     ``SealingDemand``.
    ///   - body: gets the bytes to store.
    /// - Returns: what the body returns.
    /// - Throws: ``SealFailure``.
    public func seal<Result: ~Copyable>(
        _ plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        with chain: ProviderChain,
        _ body: (Span<UInt8>) -> Result,
    ) throws(SealFailure) -> Result {
        guard chain.writerKind != .identity else { return body(plaintext) }
        guard plaintext.count < Int(Int32.max) - 64 else { throw .tooLarge }
        guard let transformers = transformers(for: chain) else { throw .library }
        let prefixCount = chain.sealPrefix.count
        let buffer = payloads.top
        let count: Int
        if let plugin = transformers.use({ $0.steps.first?.plugin }) {
            guard let source = plugin.use({ $0.nextSource() }) else { throw .kms }
            count = prefixCount + plugin.use { $0.sealedCount(plaintext.count, from: source) }
            try buffer.write(count) { output throws(SealFailure) in
                output.copy(chain.sealPrefix, at: 0)
                try plugin.use { (plugin) throws(SealFailure) in
                    try plugin.seal(
                        plaintext,
                        etcdKey: etcdKey,
                        from: source,
                        nonces: nonces,
                        into: &output,
                        at: prefixCount
                    )
                }
            }
        } else {
            guard let writer = transformers.use({ $0.transformers.first }) else { throw .library }
            count = prefixCount + writer.sealedCount(plaintext.count)
            try buffer.write(count) { output throws(SealFailure) in
                output.copy(chain.sealPrefix, at: 0)
                try writer.seal(
                    plaintext,
                    etcdKey: etcdKey,
                    nonces: nonces,
                    into: &output,
                    at: prefixCount
                )
            }
        }
        payloads.push()
        defer { payloads.pop() }
        return buffer.read(0..<count) { stored in body(stored) }
    }

    /// Nil where there is no chain, or the library cannot make its ciphers.
    private func transformers(for chain: ProviderChain?) -> Uncounted<ChainTransformers>? {
        if currentChain == chain.map(ObjectIdentifier.init) { return current }
        return otherTransformers(for: chain)
    }

    @inline(never)
    private func otherTransformers(for chain: ProviderChain?) -> Uncounted<ChainTransformers>? {
        guard let chain else { return nil }
        let id = ObjectIdentifier(chain)
        let transformers: ChainTransformers
        do throws(CryptoLibraryError) {
            if let known = known[id] {
                transformers = known
            } else {
                transformers = try ChainTransformers(chain)
            }
        } catch {
            libraryError = error
            return nil
        }
        // Keeps the transformers, and with them the chain, whose identity cannot come again.
        known[id] = transformers
        currentChain = id
        current = Uncounted(keptElsewhere: transformers)
        return current
    }
}
