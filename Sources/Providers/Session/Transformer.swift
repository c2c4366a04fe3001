internal import KeyMaterial

/// What turns a payload into plaintext and back, under one key.
enum Transformer {
    case aescbc(AESCBCTransformer)
    case aesgcm(AESGCMTransformer)
    case secretbox(SecretboxTransformer)
    /// kms and identity, which have no keys here.
    case keyless

    init(_ kind: ProviderKind, _ key: SecretKey) throws(CryptoLibraryError) {
        switch kind {
        case .aescbc: self = .aescbc(try AESCBCTransformer(key: key))
        case .aesgcm: self = .aesgcm(try AESGCMTransformer(key: key))
        case .secretbox: self = .secretbox(try SecretboxTransformer(key: key))
        case .kms, .identity: self = .keyless
        }
    }

    /// Opens a payload into `buffer` and returns where the plaintext stands.
    @inline(__always)
    func open(_ payload: Span<UInt8>, etcdKey: Span<UInt8>?, into buffer: SecretBuffer)
        throws(OpenFailure) -> Range<Int>
    {
        switch self {
        case .aescbc(let transformer): try transformer.open(payload, into: buffer)
        case .aesgcm(let transformer):
            try transformer.open(payload, etcdKey: etcdKey, into: buffer)
        case .secretbox(let transformer): try transformer.open(payload, into: buffer)
        case .keyless: throw .library
        }
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
            try transformer.seal(plaintext, nonces: nonces, into: &output, at: offset)
        case .aesgcm(let transformer):
            try transformer.seal(
                plaintext,
                etcdKey: etcdKey,
                nonces: nonces,
                into: &output,
                at: offset
            )
        case .secretbox(let transformer):
            try transformer.seal(plaintext, nonces: nonces, into: &output, at: offset)
        case .keyless: throw .library
        }
    }
}
