internal import EncryptionConfig
internal import KeyMaterial

/// What a transformer makes of a payload.
struct OpenedPayload {
    /// Where in the buffer the plaintext stands.
    let plaintext: Range<Int>
    /// Whether the transformer itself would write it otherwise now, wherever in the chain it stands,
    /// as in Kubernetes: `TransformFromStorage`.
    let isStale: Bool
}

/// What turns a payload into plaintext and back, under one key.
///
/// Refers to cipher contexts that ``ChainTransformers`` keeps.
enum Transformer {
    case aescbc(Uncounted<AESCBCTransformer>)
    case aesgcm(Uncounted<AESGCMTransformer>)
    case secretbox(Uncounted<SecretboxTransformer>)
    /// kms and identity, which have no keys here.
    case keyless

    /// Makes the cipher contexts and hands them to `owner`.
    init(_ kind: ProviderKind, _ key: SecretKey, keptIn owner: inout [AnyObject])
        throws(CryptoLibraryError)
    {
        func kept<Object: AnyObject>(_ object: Object) -> Uncounted<Object> {
            owner.append(object)
            return Uncounted(keptElsewhere: object)
        }
        switch kind {
        case .aescbc: self = .aescbc(kept(try AESCBCTransformer(key: key)))
        case .aesgcm: self = .aesgcm(kept(try AESGCMTransformer(key: key)))
        case .secretbox: self = .secretbox(kept(try SecretboxTransformer(key: key)))
        case .kms, .identity: self = .keyless
        }
    }

    /// Opens a payload into `buffer`.
    @inline(__always)
    func open(_ payload: Span<UInt8>, etcdKey: Span<UInt8>?, into buffer: Uncounted<SecretBuffer>)
        throws(OpenFailure) -> OpenedPayload
    {
        let plaintext: Range<Int>
        switch self {
        case .aescbc(let transformer):
            plaintext = try transformer.use { (aescbc) throws(OpenFailure) in
                try aescbc.open(payload, into: buffer)
            }
        case .aesgcm(let transformer):
            plaintext = try transformer.use { (aesgcm) throws(OpenFailure) in
                try aesgcm.open(payload, etcdKey: etcdKey, into: buffer)
            }
        case .secretbox(let transformer):
            plaintext = try transformer.use { (secretbox) throws(OpenFailure) in
                try secretbox.open(payload, into: buffer)
            }
        case .keyless: throw .library
        }
        // A key of the file is as fresh as its place in the chain; only a plugin knows better.
        return OpenedPayload(plaintext: plaintext, isStale: false)
    }

    /// How long the payload of a plaintext is.
    @inline(__always)
    func sealedCount(_ count: Int) -> Int {
        switch self {
        case .aescbc: AESCBCTransformer.blockCount + AESCBCTransformer.sealedCount(count)
        case .aesgcm: AESGCMTransformer.nonceCount + count + AESGCMTransformer.tagCount
        case .secretbox: SecretboxTransformer.overhead + count
        case .keyless: count
        }
    }

    /// Writes the payload of a plaintext into `output` from `offset` on, up to its end.
    @inline(__always)
    func seal(
        _ plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        nonces: any NonceSource,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) throws(SealFailure) {
        switch self {
        case .aescbc(let transformer):
            try transformer.use { (aescbc) throws(SealFailure) in
                try aescbc.seal(plaintext, nonces: nonces, into: &output, at: offset)
            }
        case .aesgcm(let transformer):
            try transformer.use { (aesgcm) throws(SealFailure) in
                try aesgcm.seal(
                    plaintext,
                    etcdKey: etcdKey,
                    nonces: nonces,
                    into: &output,
                    at: offset
                )
            }
        case .secretbox(let transformer):
            try transformer.use { (secretbox) throws(SealFailure) in
                try secretbox.seal(plaintext, nonces: nonces, into: &output, at: offset)
            }
        case .keyless: throw .library
        }
    }
}
