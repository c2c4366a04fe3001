#if Etcd

internal import GRPCCore

/// Reads a page without a copy per value.
///
/// The transport does not give its buffer away, so the answer is copied once, whole.
struct PageDeserializer: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> EtcdPage {
        do {
            return try EtcdPage(unsafe bytes.withUnsafeBytes { unsafe Array($0) })
        } catch {
            throw RPCError(code: .internalError, message: "malformed RangeResponse: \(error)")
        }
    }
}

/// The request as the transport takes it.
struct SwapSerializer: MessageSerializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: SwapRequest) throws -> Bytes {
        Bytes(message.bytes())
    }
}

/// The answer is copied once, as the transport does not give its buffer away.
struct SwapDeserializer: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(
        _ bytes: Bytes
    ) throws -> SwapAnswer {
        do {
            return try SwapAnswer(unsafe bytes.withUnsafeBytes { unsafe Array($0) })
        } catch {
            throw RPCError(code: .internalError, message: "malformed TxnResponse: \(error)")
        }
    }
}

#endif
