public import KeyMaterial

/// Fingerprints of keys, each computed once: one takes a tenth of a second.
public struct KeyFingerprints {
    private var known: [ObjectIdentifier: KeyFingerprint?] = [:]
    // An identifier is one key's for as long as the key lives.
    private var keys: [SecretKey] = []

    /// Knows none yet.
    public init() {}

    /// The fingerprint of a key; nil for one that could be guessed, which would confirm a guess.
    ///
    /// - Throws: `CryptoLibraryError` when OpenSSL has no memory for it.
    public mutating func fingerprint(
        of key: SecretKey
    ) throws(CryptoLibraryError) -> KeyFingerprint? {
        if let print = known[ObjectIdentifier(key)] { return print }
        // The same bytes in another entry are another key, and a comparison costs nothing beside scrypt.
        if let same = keys.first(where: { $0 == key }), let print = known[ObjectIdentifier(same)] {
            known[ObjectIdentifier(key)] = .some(print)
            keys.append(key)
            return print
        }
        let print: KeyFingerprint? =
            switch KeyStrength(key) {
            case .sample, .lowEntropy: nil
            case .text, .strong: try key.fingerprint()
            }
        known[ObjectIdentifier(key)] = .some(print)
        keys.append(key)
        return print
    }
}
