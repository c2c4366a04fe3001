#if Etcd

internal import CLibCrypto

/// SHA-256 (FIPS 180-4) over bytes that come in pieces.
@safe
final class SHA256Stream {
    private let context: OpaquePointer

    init() throws(EtcdError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw Self.failure }
        unsafe self.context = unsafe context
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw Self.failure }
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    func update(_ bytes: ArraySlice<UInt8>) throws(EtcdError) {
        let done = unsafe bytes.withUnsafeBytes {
            unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        guard done == 1 else { throw Self.failure }
    }

    func finish() throws(EtcdError) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: 32)
        let done = unsafe hash.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        guard done == 1 else { throw Self.failure }
        return hash
    }

    private static var failure: EtcdError {
        EtcdError(code: .other, message: "libcrypto cannot compute SHA-256", hint: nil)
    }
}

#endif
