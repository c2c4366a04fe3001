#if Etcd

internal import WireFormats

extension EtcdClient {
    /// How a key is named in errors: as text, or in hexadecimal when it is none.
    static func name(_ key: [UInt8]) -> String {
        let key = key.prefix(512)
        if let text = String(validating: key, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
        {
            return "key \(text)"
        }
        return "key 0x" + HexText.encode(Array(key))
    }
}

#endif
