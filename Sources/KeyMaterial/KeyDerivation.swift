internal import CLibCrypto

extension SecretKey {
    /// A key of 32 bytes for another purpose, by HKDF with SHA-256 (RFC 5869).
    ///
    /// Nothing about this key can be told from it.
    ///
    /// - Parameters:
    ///   - salt: Tells derived keys of one purpose apart; may be public.
    ///   - purpose: What the derived key is for.
    /// - Returns: The key.
    /// - Throws: ``CryptoLibraryError`` when OpenSSL has no memory for it.
    public func derived(
        salt: [UInt8],
        purpose: StaticString,
    ) throws(CryptoLibraryError) -> SecretKey {
        var output = [UInt8](repeating: 0, count: 32)
        defer { wipe(&output) }
        let done = withBytes { key in
            unsafe key.withUnsafeBytes { key in
                unsafe kenc_hkdf_sha256(
                    key.baseAddress,
                    key.count,
                    salt,
                    salt.count,
                    purpose.utf8Start,
                    purpose.utf8CodeUnitCount,
                    &output,
                    output.count
                )
            }
        }
        guard done == 1 else { throw CryptoLibraryError.current(in: "EVP_KDF_derive") }
        return SecretKey(copying: output.span)
    }

    /// The 32 bytes of HMAC with SHA-256 (RFC 2104) over `bytes` under this key.
    ///
    /// - Throws: ``CryptoLibraryError`` when OpenSSL has no memory for it.
    public func authenticationCode(
        of bytes: Span<UInt8>
    ) throws(CryptoLibraryError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        let done = withBytes { key in
            unsafe key.withUnsafeBytes { key in
                unsafe bytes.withUnsafeBytes { bytes in
                    unsafe kenc_hmac_sha256(
                        key.baseAddress,
                        key.count,
                        bytes.baseAddress,
                        bytes.count,
                        &output
                    )
                }
            }
        }
        guard done == 1 else { throw CryptoLibraryError.current(in: "HMAC") }
        return output
    }
}

extension SecretKey {
    /// A key of 32 bytes made of a passphrase, by PBKDF2 with HMAC-SHA1 (RFC 8018), as k3s has it.
    ///
    /// - Throws: ``CryptoLibraryError`` when OpenSSL has no memory for it.
    package func stretchedBySHA1(
        salt: Span<UInt8>,
        rounds: Int32,
    ) throws(CryptoLibraryError) -> SecretKey {
        var output = [UInt8](repeating: 0, count: 32)
        defer { wipe(&output) }
        let done = withBytes { passphrase in
            unsafe passphrase.withUnsafeBytes { passphrase in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe PKCS5_PBKDF2_HMAC(
                        passphrase.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(clamping: passphrase.count),
                        salt.baseAddress,
                        Int32(clamping: salt.count),
                        rounds,
                        EVP_sha1(),
                        Int32(output.count),
                        &output
                    )
                }
            }
        }
        guard done == 1 else { throw CryptoLibraryError.current(in: "PKCS5_PBKDF2_HMAC") }
        return SecretKey(copying: output.span)
    }
}

extension SecretKey {
    /// A key of 32 bytes made of a passphrase, by scrypt (RFC 7914) with r = 8 and p = 1.
    ///
    /// Takes 2^logCost KiB of memory.
    ///
    /// - Throws: ``CryptoLibraryError`` when OpenSSL has no memory for it.
    package func stretchedByScrypt(
        salt: [UInt8],
        logCost: UInt64,
    ) throws(CryptoLibraryError) -> SecretKey {
        var output = [UInt8](repeating: 0, count: 32)
        defer { wipe(&output) }
        try scrypt(salt: salt, cost: 1 << logCost, into: &output)
        return SecretKey(copying: output.span)
    }

    /// Fills `output` by scrypt with r = 8 and p = 1.
    func scrypt(
        salt: [UInt8],
        cost: UInt64,
        into output: inout [UInt8],
    ) throws(CryptoLibraryError) {
        let done = withBytes { key in
            unsafe key.withUnsafeBytes { key in
                unsafe EVP_PBE_scrypt(
                    key.baseAddress?.assumingMemoryBound(to: CChar.self),
                    key.count,
                    salt,
                    salt.count,
                    cost,
                    8,
                    1,
                    // 1 KiB for each round, and something for what is around them.
                    (cost << 10) + (1 << 20),
                    &output,
                    output.count
                )
            }
        }
        guard done == 1 else { throw CryptoLibraryError.current(in: "EVP_PBE_scrypt") }
    }
}
