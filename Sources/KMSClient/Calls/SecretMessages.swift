#if Etcd

internal import GRPCCore
internal import KeyMaterial
internal import WireFormats

/// A request to encrypt: a secret in one field, text in the other.
///
/// The messages that carry secrets are not put into the generated types, whose memory is not wiped.
struct EncryptCall: Sendable {
    let secret: SecretKey
    /// Version 2 has the plaintext first, version 1 has it second.
    let secretIsFirst: Bool
    let text: String

    /// Version 2: *1 plaintext, 2 uid*.
    static func v2(_ secret: SecretKey, uid: String) -> EncryptCall {
        EncryptCall(secret: secret, secretIsFirst: true, text: uid)
    }

    /// Version 1: *1 version, 2 plain*.
    static func v1(_ secret: SecretKey) -> EncryptCall {
        EncryptCall(secret: secret, secretIsFirst: false, text: PluginClient.versionOne)
    }
}

/// Writes a request to encrypt into the transport's own memory.
struct EncryptSerializer: MessageSerializer {
    /// The wire type of bytes and strings.
    private static let bytes: UInt8 = 2

    func serialize<Bytes: GRPCContiguousBytes>(_ call: EncryptCall) throws -> Bytes {
        let text = Array(call.text.utf8)
        let heads = [Self.head(1, call), Self.head(2, call)]
        let size = heads[0].count + heads[1].count + text.count + call.secret.count
        var message = Bytes(repeating: 0, count: size)
        unsafe message.withUnsafeMutableBytes { buffer in
            var offset = 0
            for field in 0..<2 {
                offset = unsafe Self.put(heads[field], in: buffer, at: offset)
                if (field == 0) == call.secretIsFirst {
                    call.secret.withBytes { secret in
                        for index in secret.indices {
                            unsafe buffer[offset + index] = secret[index]
                        }
                    }
                    offset += call.secret.count
                } else {
                    offset = unsafe Self.put(text, in: buffer, at: offset)
                }
            }
        }
        return message
    }

    /// Copies bytes, and gives the place behind them.
    private static func put(
        _ bytes: [UInt8],
        in buffer: UnsafeMutableRawBufferPointer,
        at offset: Int,
    ) -> Int {
        for index in bytes.indices { unsafe buffer[offset + index] = bytes[index] }
        return offset + bytes.count
    }

    /// Tag and length of a field.
    private static func head(_ field: UInt8, _ call: EncryptCall) -> [UInt8] {
        var length =
            (field == 1) == call.secretIsFirst ? call.secret.count : call.text.utf8.count
        var bytes = [field << 3 | Self.bytes]
        while length >= 0x80 {
            bytes.append(UInt8(length & 0x7f | 0x80))
            length >>= 7
        }
        bytes.append(UInt8(length))
        return bytes
    }
}

/// Reads the one field of an answer to a request to decrypt into memory that is wiped.
///
/// Both versions have it as *1 plaintext*.
struct DecryptedDeserializer: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ message: Bytes) throws -> SecretKey {
        try unsafe message.withUnsafeBytes { buffer in
            let bytes = unsafe Span<UInt8>(
                _unsafeElements: buffer.assumingMemoryBound(to: UInt8.self)
            )
            var reader = ProtobufReader(0..<bytes.count)
            var found = 0..<0
            while let field = try reader.next(in: bytes) {
                if field.number == 1, field.wireType == .bytes { found = field.range }
            }
            return SecretKey(copying: bytes.extracting(found))
        }
    }
}

#endif
