internal import CLibCrypto
internal import KeyMaterial

/// A cipher of OpenSSL, fetched once for the process.
@safe
struct Cipher: @unchecked Sendable {
    // Fetched ciphers are immutable and counted; this one is never freed.
    fileprivate let cipher: OpaquePointer?
    /// Whether GCM takes its nonce in the quicker of two ways.
    fileprivate let takesWholeIV: Int32

    private init(_ name: String) {
        unsafe cipher = EVP_CIPHER_fetch(nil, name, nil)
        takesWholeIV = unsafe kenc_gcm_takes_whole_iv(cipher)
    }

    private static let gcm = [
        16: Cipher("AES-128-GCM"), 24: Cipher("AES-192-GCM"), 32: Cipher("AES-256-GCM"),
    ]
    private static let cbc = [
        16: Cipher("AES-128-CBC"), 24: Cipher("AES-192-CBC"), 32: Cipher("AES-256-CBC"),
    ]

    /// AES-GCM for a key of so many bytes.
    static func aesgcm(keyCount: Int) -> Cipher? { gcm[keyCount] }

    /// AES-CBC for a key of so many bytes.
    static func aescbc(keyCount: Int) -> Cipher? { cbc[keyCount] }
}

/// One direction of one key: the key is expanded once, every message sets only its IV.
///
/// The methods return false where OpenSSL does; what that means depends on the cipher.
@safe
struct CipherContext: ~Copyable {
    /// Which way the bytes go.
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    private let context: OpaquePointer
    private let takesWholeIV: Int32

    /// Expands a key.
    init(_ cipher: Cipher?, key: SecretKey, _ direction: Direction) throws(CryptoLibraryError) {
        guard let cipher, let fetched = unsafe cipher.cipher,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { throw CryptoLibraryError.current(in: "EVP_CIPHER_fetch") }
        let done = key.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe EVP_CipherInit_ex2(
                    context,
                    fetched,
                    key.baseAddress,
                    nil,
                    direction.rawValue,
                    nil
                )
            }
        }
        guard done == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw CryptoLibraryError.current(in: "EVP_CipherInit_ex2")
        }
        unsafe self.context = unsafe context
        takesWholeIV = cipher.takesWholeIV
    }

    deinit {
        // Wipes the expanded key.
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Makes the cipher take and give whole blocks only.
    func disablePadding() -> Bool {
        unsafe kenc_cbc_disable_padding(context) == 1
    }

    /// Starts a CBC message.
    @inline(__always)
    func start(iv: Span<UInt8>) -> Bool {
        precondition(iv.count == 16)
        return unsafe iv.withUnsafeBufferPointer { iv in
            unsafe EVP_CipherInit_ex2(context, nil, nil, iv.baseAddress, -1, nil) == 1
        }
    }

    /// Starts a GCM message.
    ///
    /// - Parameters:
    ///   - nonce: Its 12 bytes.
    ///   - tag: When opening, the 16 bytes that ``finish()`` has to find.
    ///   - key: Another key than before, of the length of the first.
    /// - Returns: False where OpenSSL fails.
    @inline(__always)
    func start(nonce: Span<UInt8>, tag: Span<UInt8>? = nil, key: Span<UInt8>? = nil) -> Bool {
        precondition(nonce.count == 12 && tag?.count ?? 16 == 16)
        return unsafe nonce.withUnsafeBytes { nonce in
            unsafe Self.withAddress(of: tag) { tag in
                unsafe Self.withAddress(of: key) { key in
                    unsafe kenc_gcm_start(context, takesWholeIV, key, nonce.baseAddress, tag) == 1
                }
            }
        }
    }

    @inline(__always)
    private static func withAddress(
        of bytes: Span<UInt8>?,
        _ body: (UnsafeRawPointer?) -> Bool,
    ) -> Bool {
        guard let bytes else { return body(nil) }
        return unsafe bytes.withUnsafeBytes { unsafe body($0.baseAddress) }
    }

    /// Feeds bytes that are authenticated only.
    @inline(__always)
    func authenticate(_ bytes: Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard let count = Int32(exactly: bytes.count) else { return false }
        var written: Int32 = 0
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe EVP_CipherUpdate(context, nil, &written, bytes.baseAddress, count) == 1
        }
    }

    /// Transforms `input` into `output` from `offset` on, which must have room for as many bytes.
    ///
    /// For a stream mode such as GCM, or whole blocks without padding, exactly as many bytes come
    /// out.
    @inline(__always)
    func transform(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, at offset: Int)
        -> Bool
    {
        guard !input.isEmpty else { return true }
        guard let count = Int32(exactly: input.count) else { return false }
        precondition(offset >= 0 && offset <= output.count - input.count)
        var written: Int32 = 0
        return unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe input.withUnsafeBufferPointer { input in
                unsafe EVP_CipherUpdate(
                    context,
                    output.baseAddress.unsafelyUnwrapped + offset,
                    &written,
                    input.baseAddress,
                    count
                ) == 1 && written == count
            }
        }
    }

    /// Ends a GCM message; when opening, false means that the tag does not fit.
    @inline(__always)
    func finish() -> Bool {
        var written: Int32 = 0
        var none: UInt8 = 0
        return unsafe EVP_CipherFinal_ex(context, &none, &written) == 1
    }

    /// Writes the 16-byte GCM tag of a finished message.
    @inline(__always)
    func copyTag(into output: inout MutableSpan<UInt8>, at offset: Int) -> Bool {
        precondition(offset >= 0 && offset <= output.count - 16)
        return unsafe output.withUnsafeMutableBytes { output in
            unsafe kenc_gcm_get_tag(context, output.baseAddress.unsafelyUnwrapped + offset) == 1
        }
    }
}
