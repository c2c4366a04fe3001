internal import EncryptionConfig
public import KeyMaterial
internal import WireFormats

/// The data keys and seeds of a store's kms values, sealed in a file, so that the store can be read
/// when its KMS is gone.
///
/// Who can open it reads every value whose key it holds: it is worth as much as static keys are. Each
/// key is found by all that its plugin would be asked with, so it opens what it belongs to and nothing
/// else.
///
/// The file is text: a line that names the format, one that says how it is sealed, one for each plugin
/// and KEK, an empty line, and base64 of a box. The box holds the SHA-256 of the lines before it, and
/// the keys: each as its index (SHA-256), its length in four bytes, and its bytes.
public struct KeyEscrow: Sendable {
    /// Whom it is sealed to.
    public enum Recipient: Sendable {
        /// Whoever knows a passphrase.
        case passphrase(SecretKey)
        /// The holder of the secret key to this public one (X25519, 32 bytes).
        case publicKey([UInt8])
    }

    /// What opens it.
    public enum Opener: Sendable {
        /// The passphrase.
        case passphrase(SecretKey)
        /// The secret key (X25519, 32 bytes).
        case secretKey(SecretKey)
    }

    /// Why a file is not opened.
    public enum Failure: Error, Sendable, Hashable {
        /// It is no such file, or of a version that this kenc does not read.
        case noEscrow
        /// It is sealed to a public key, and a passphrase was given, or the other way round.
        case otherSealing
        /// The passphrase or key does not fit, or the file was changed.
        case doesNotOpen
        /// The cryptographic library failed.
        case library
    }

    private static let magic = "kenc escrow of KMS data keys, version 1"
    private static let hashCount = 32
    private static let largestFile = 256 << 20

    private let keys: [[UInt8]: SecretKey]

    /// How many keys it holds.
    public var count: Int { keys.count }

    /// The key that a plugin would give for this; nil where the escrow does not hold it.
    public func key(for wrapped: WrappedKey) -> SecretKey? {
        guard let index = try? wrapped.escrowIndex() else { return nil }
        return keys[index]
    }

    /// The public key to a secret one (X25519, 32 bytes); nil for another length.
    public static func publicKey(of secret: SecretKey) -> [UInt8]? {
        SealedBox.publicKey(of: secret)
    }

    /// Seals keys.
    ///
    /// - Parameters:
    ///   - keys: What plugins gave back, with what they were asked.
    ///   - recipient: Whom to seal to.
    /// - Returns: The file's bytes.
    /// - Throws: ``Failure/library``.
    public static func seal(
        _ keys: [(wrapped: WrappedKey, secret: SecretKey)],
        to recipient: Recipient,
    ) throws(Failure) -> [UInt8] {
        let (sealing, key) = try EscrowSealing.fresh(for: recipient)
        var head = "\(magic)\nsealed \(sealing.text)\n"
        for line in inventory(keys) { head += line + "\n" }
        let headBytes = Array(head.utf8)
        var text: [UInt8] = []
        // Never moves while it grows, so that no copy of a key stays behind.
        text.reserveCapacity(hashCount + keys.reduce(0) { $0 + hashCount + 4 + $1.secret.count })
        defer { wipe(&text) }
        do throws(CryptoLibraryError) {
            text += try Digest.sha256(headBytes.span)
            for (wrapped, secret) in keys {
                text += try wrapped.escrowIndex()
                for shift in [24, 16, 8, 0] {
                    text.append(UInt8(truncatingIfNeeded: secret.count >> shift))
                }
                secret.withBytes { bytes in
                    for index in bytes.indices { text.append(bytes[index]) }
                }
            }
        } catch {
            throw .library
        }
        let box =
            switch recipient {
            case .passphrase: key.flatMap { SealedBox.seal(text.span, under: $0) }
            case .publicKey(let publicKey): SealedBox.seal(text.span, to: publicKey)
            }
        guard let box else { throw .library }
        var file = headBytes + [UInt8(ascii: "\n")]
        let encoded = Base64.encode(box.span)
        for start in stride(from: 0, to: encoded.count, by: 76) {
            file += encoded[start..<min(start + 76, encoded.count)]
            file.append(UInt8(ascii: "\n"))
        }
        return file
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - file: Its bytes.
    ///   - opener: The passphrase or secret key.
    /// - Throws: ``Failure``.
    public init(file: [UInt8], with opener: Opener) throws(Failure) {
        guard let end = Self.headEnd(file) else { throw .noEscrow }
        let lines = String(decoding: file[..<end], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines[0] == Self.magic, lines[1].hasPrefix("sealed "),
            let sealing = EscrowSealing(lines[1].dropFirst(7))
        else { throw .noEscrow }
        let encoded = file[(end + 1)...].filter { $0 != UInt8(ascii: "\n") }
        guard let box = try? Base64.decode(encoded.span) else { throw .noEscrow }
        let opened: SecretKey?
        switch (sealing, opener) {
        case (.passphrase(let salt), .passphrase(let passphrase)):
            opened = SealedBox.open(box.span, under: try EscrowSealing.key(passphrase, salt))
        case (.publicKey, .secretKey(let key)): opened = SealedBox.open(box.span, with: key)
        default: throw .otherSealing
        }
        guard let opened else { throw .doesNotOpen }
        let hash: [UInt8]
        do throws(CryptoLibraryError) {
            hash = try Digest.sha256(file.span.extracting(..<end))
        } catch {
            throw .library
        }
        guard let keys = opened.withBytes({ Self.keys($0, hash) }) else { throw .doesNotOpen }
        self.keys = keys
    }

    /// Where the empty line stands that ends the head.
    private static func headEnd(_ file: [UInt8]) -> Int? {
        guard file.count <= largestFile, file.starts(with: magic.utf8) else { return nil }
        let feed = UInt8(ascii: "\n")
        return file.indices.first { $0 > 0 && file[$0] == feed && file[$0 - 1] == feed }
    }

    private static func keys(_ text: Span<UInt8>, _ hash: [UInt8]) -> [[UInt8]: SecretKey]? {
        guard text.count >= hashCount,
            equalInConstantTime(text.extracting(..<hashCount), hash.span)
        else { return nil }
        var keys: [[UInt8]: SecretKey] = [:]
        var offset = hashCount
        while offset < text.count {
            let length = offset + hashCount
            let bytes = length + 4
            guard bytes <= text.count else { return nil }
            let count = (length..<bytes).reduce(0) { $0 << 8 | Int(text[$1]) }
            guard count <= text.count - bytes else { return nil }
            let index = (offset..<length).map { text[$0] }
            keys[index] = SecretKey(copying: text.extracting(bytes..<(bytes + count)))
            offset = bytes + count
        }
        return keys
    }

    /// What it holds, for people: no line says more than the store does.
    private static func inventory(
        _ keys: [(wrapped: WrappedKey, secret: SecretKey)]
    ) -> [String] {
        var counts: [String: Int] = [:]
        for (wrapped, _) in keys {
            let keyID = wrapped.keyID.map { " key id " + safe($0.text) } ?? ""
            let name = "plugin \(safe(wrapped.plugin.text)) \(wrapped.version.rawValue)\(keyID)"
            counts[name, default: 0] += 1
        }
        return counts.keys.sorted().map { "\($0): \(counts[$0] ?? 0)" }
    }

    /// On one line, whatever it holds.
    private static func safe(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
            )
        )
    }
}

extension KeyEscrow.Failure: CustomStringConvertible {
    /// The failure in words.
    public var description: String {
        switch self {
        case .noEscrow: "it is no escrow of a version that is known"
        case .otherSealing: "it is sealed otherwise"
        case .doesNotOpen: "the passphrase or key does not fit, or the file was changed"
        case .library: "the cryptographic library has no memory for an escrow"
        }
    }
}

/// A plugin whose data keys lie in an escrow; what that does not hold, the plugin itself is asked for
/// where there is one.
public struct EscrowedPlugin: KeyUnwrapping {
    private let escrow: KeyEscrow
    private let plugin: (any KeyUnwrapping)?

    /// Puts an escrow before a plugin.
    public init(_ escrow: KeyEscrow, before plugin: (any KeyUnwrapping)?) {
        self.escrow = escrow
        self.plugin = plugin
    }

    /// The plugin's; an escrow has none.
    public func status() async throws(PluginTrouble) -> PluginStatus {
        guard let plugin else { throw PluginTrouble(.noPlugin) }
        return try await plugin.status()
    }

    /// The key from the escrow.
    public func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
        if let key = escrow.key(for: wrapped) { return key }
        guard let plugin else { throw PluginTrouble(.notInEscrow) }
        return try await plugin.unwrap(wrapped)
    }

    /// The plugin's: an escrow seals nothing.
    public func wrap(
        _ secret: SecretKey,
        as content: DataKeySource,
    ) async throws(PluginTrouble) -> WrappedKey {
        guard let plugin else { throw PluginTrouble(.noPlugin) }
        return try await plugin.wrap(secret, as: content)
    }
}

extension WrappedKey {
    /// What a key is found by: SHA-256 over all that its plugin is asked with, each part behind its
    /// length.
    func escrowIndex() throws(CryptoLibraryError) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ part: [UInt8]) {
            for shift in [24, 16, 8, 0] {
                bytes.append(UInt8(truncatingIfNeeded: part.count >> shift))
            }
            bytes += part
        }
        append(Array("kenc escrow v1".utf8))
        append(Array(plugin.text.utf8))
        append(Array(version.rawValue.utf8))
        bytes.append(content.rawValue)
        append(self.bytes)
        append(Array((keyID?.text ?? "").utf8))
        for annotation in annotations {
            append(Array(annotation.name.utf8))
            append(annotation.value)
        }
        return try Digest.sha256(bytes.span)
    }
}
