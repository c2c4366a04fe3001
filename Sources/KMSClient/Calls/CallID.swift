#if Etcd

/// What tells one call from another in a plugin's log.
enum CallID {
    /// A fresh random UUID (RFC 9562, version 4).
    static func make() -> String {
        var random = SystemRandomNumberGenerator()
        let high = random.next() & ~0xf000 | 0x4000
        let low = random.next() & ~(0b11 << 62) | 0b10 << 62
        let digits = hex(high) + hex(low)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map {
            String(decoding: digits[$0], as: UTF8.self)
        }
        .joined(separator: "-")
    }

    private static func hex(_ number: UInt64) -> [UInt8] {
        (0..<16).map { place in
            Array("0123456789abcdef".utf8)[Int(number >> (60 - 4 * place) & 15)]
        }
    }
}

#endif
