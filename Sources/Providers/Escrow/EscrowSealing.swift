internal import KeyMaterial
internal import WireFormats

/// How an escrow is sealed, as its second line says it.
enum EscrowSealing: Equatable {
    /// A key that scrypt makes of a passphrase and this salt.
    case passphrase(salt: [UInt8])
    /// To this public key.
    case publicKey([UInt8])

    private static let saltCount = 16
    /// 2^17 rounds of 1 KiB: about half a second and 128 MiB.
    private static let costText = "scrypt 17 8 1"

    /// `scrypt 17 8 1 <salt>` or `x25519 <public key>`, in hexadecimal.
    var text: String {
        switch self {
        case .passphrase(let salt): "\(Self.costText) \(HexText.encode(salt))"
        case .publicKey(let key): "x25519 \(HexText.encode(key))"
        }
    }

    init?(_ text: Substring) {
        let (isPassphrase, digits): (Bool, Substring)
        if text.hasPrefix(Self.costText + " ") {
            (isPassphrase, digits) = (true, text.dropFirst(Self.costText.utf8.count + 1))
        } else if text.hasPrefix("x25519 ") {
            (isPassphrase, digits) = (false, text.dropFirst(7))
        } else {
            return nil
        }
        let hex = Array(digits.utf8)
        guard let bytes = try? HexText.decode(hex.span),
            bytes.count == (isPassphrase ? Self.saltCount : SealedBox.keyCount),
            hex.count == 2 * bytes.count
        else { return nil }
        self = isPassphrase ? .passphrase(salt: bytes) : .publicKey(bytes)
    }

    /// A sealing with a salt of its own, and its key where a passphrase gives one.
    static func fresh(
        for recipient: KeyEscrow.Recipient
    ) throws(KeyEscrow.Failure) -> (EscrowSealing, SecretKey?) {
        switch recipient {
        case .publicKey(let key): return (.publicKey(key), nil)
        case .passphrase(let passphrase):
            var generator = SystemRandomNumberGenerator()
            let salt = (0..<saltCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return (.passphrase(salt: salt), try key(passphrase, salt))
        }
    }

    /// The key of a passphrase.
    static func key(
        _ passphrase: SecretKey,
        _ salt: [UInt8],
    ) throws(KeyEscrow.Failure) -> SecretKey {
        do throws(CryptoLibraryError) {
            return try passphrase.stretchedByScrypt(salt: salt, logCost: 17)
        } catch {
            throw .library
        }
    }
}
