import DurableFiles
import KeyMaterial
import Providers
import WireFormats

/// The files that an escrow is sealed and opened with.
enum EscrowFiles {
    /// As long as a passphrase in the file can be.
    private static let passphraseLimit = 1 << 16
    private static let keyCount = 32
    private static let escrowLimit = 256 << 20

    /// A passphrase: the file without the line feed at its end.
    static func passphrase(_ path: String) throws -> SecretKey {
        var file = try FileBytes(path, limit: passphraseLimit)
        defer { file.wipe() }
        var end = file.bytes.count
        if end > 0, file.bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > 0, file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard end > 0, end <= passphraseLimit else {
            throw Failure(
                "\(ShownText.line(file.name)) holds no passphrase",
                hint: "write one line into it, of 20 random characters or more"
            )
        }
        return SecretKey(copying: file.bytes.span.extracting(..<end))
    }

    /// A secret key: its 32 bytes in base64, on one line.
    static func secretKey(_ path: String) throws -> SecretKey {
        var file = try FileBytes(path, limit: 1024)
        defer { file.wipe() }
        var end = file.bytes.count
        while end > 0, file.bytes[end - 1] <= 0x20 { end -= 1 }
        var decoded = (try? Base64.decode(file.bytes.span.extracting(..<end))) ?? []
        defer { KeyMaterial.wipe(&decoded) }
        guard decoded.count == keyCount else {
            throw Failure(
                "\(ShownText.line(file.name)) holds no secret key",
                hint: "'kenc kms keypair --output FILE' writes one: 32 bytes in base64"
            )
        }
        return SecretKey(copying: decoded.span)
    }

    /// A public key as an argument.
    static func publicKey(_ text: String) -> [UInt8]? {
        guard let bytes = try? Base64.decode(Array(text.utf8).span), bytes.count == keyCount else {
            return nil
        }
        return bytes
    }

    static func open(_ path: String, with opener: KeyEscrow.Opener) throws -> KeyEscrow {
        let bytes = try FileBytes.read(path, limit: escrowLimit)
        let name = ShownText.line(path)
        do throws(KeyEscrow.Failure) {
            return try KeyEscrow(file: bytes, with: opener)
        } catch {
            switch error {
            case .noEscrow:
                throw Failure(
                    "\(name) is no escrow that this kenc reads",
                    hint: "'kenc kms unwrap --output FILE' makes one"
                )
            case .otherSealing:
                throw Failure(
                    "\(name) is sealed otherwise",
                    hint: "its second line says how: scrypt takes --escrow-passphrase-file, x25519 "
                        + "takes --escrow-key-file"
                )
            case .doesNotOpen:
                throw Failure(
                    "\(name) does not open: it is another passphrase or key, or the file was changed"
                )
            case .library: throw Failure("\(name) cannot be opened: out of memory")
            }
        }
    }
}
