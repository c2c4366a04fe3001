internal import KeyMaterial
internal import WireFormats

/// The files that servers of k3s and RKE2 keep for each other under `/bootstrap/` in the store, the
/// encryption configuration among them, opened.
///
/// The stored value is `SALT:BASE64`: the salt is text; the base64 holds *nonce (12 bytes),
/// ciphertext, tag (16 bytes)* of AES-256-GCM without authenticated data, under a key of PBKDF2 with
/// HMAC-SHA1 over the passphrase, 4,096 rounds. Inside is a JSON object, name of a file to
/// `{"Timestamp", "Content"}` or, of old releases, to the content; contents are base64. As in k3s:
/// `pkg/cluster/encrypt.go`, `pkg/bootstrap/bootstrap.go`.
public final class BootstrapFiles {
    /// Below which the values lie.
    public static let directory = Array("/bootstrap/".utf8)

    /// One of the files.
    public enum File: Sendable {
        /// The encryption configuration.
        case configuration
        /// How far a change of keys has come, and the hash of the configuration.
        case stage

        fileprivate var name: StaticString {
            switch self {
            case .configuration: "EncryptionConfig"
            case .stage: "EncryptionHash"
            }
        }
    }

    private static let rounds: Int32 = 4096
    private static let saltLimit = 256
    /// More than etcd takes in one request, whatever it is told.
    private static let sizeLimit = 64 << 20

    private var text: [UInt8]

    /// Takes over the JSON, which is wiped with this.
    private init(taking text: consuming [UInt8]) {
        self.text = text
    }

    deinit {
        wipe(&text)
    }

    /// Opens what lies under an etcd key.
    ///
    /// - Throws: ``BootstrapFailure``.
    public convenience init(
        opening value: Span<UInt8>,
        etcdKey: [UInt8],
        with token: ServerToken,
    ) throws(BootstrapFailure) {
        guard
            let passphrase = try library({ () throws(CryptoLibraryError) in
                try token.passphrase(of: etcdKey)
            })
        else { throw .otherToken }
        guard value.count <= Self.sizeLimit else { throw .malformed }
        guard let colon = value.indices.first(where: { value[$0] == UInt8(ascii: ":") }),
            colon > 0, colon <= Self.saltLimit
        else { throw .malformed }
        let sealed: [UInt8]
        do {
            sealed = try Base64.decode(value.extracting((colon + 1)...))
        } catch {
            throw .malformed
        }
        let key = try library { () throws(CryptoLibraryError) in
            try passphrase.stretchedBySHA1(
                salt: value.extracting(..<colon),
                rounds: Self.rounds
            )
        }
        self.init(taking: try Self.open(sealed.span, with: key))
        guard isObject else { throw .malformed }
        _ = try member(.configuration)
    }

    /// Seals the files for an etcd key.
    ///
    /// - Returns: The value, which opened to the same again.
    /// - Throws: ``BootstrapFailure``.
    public func sealed(etcdKey: [UInt8], with token: ServerToken) throws(BootstrapFailure)
        -> [UInt8]
    {
        guard
            let passphrase = try library({ () throws(CryptoLibraryError) in
                try token.passphrase(of: etcdKey)
            })
        else { throw .otherToken }
        let text = text
        var random = [UInt8](repeating: 0, count: 8)
        var span = random.mutableSpan
        let nonces = SystemNonceSource()
        do { try nonces.fill(&span) } catch { throw .library }
        let salt = Array(HexText.encode(random).utf8)
        let key = try library { () throws(CryptoLibraryError) in
            try passphrase.stretchedBySHA1(salt: salt.span, rounds: Self.rounds)
        }
        let transformer = try library { () throws(CryptoLibraryError) in
            try AESGCMTransformer(key: key)
        }
        let frame = AESGCMTransformer.nonceCount + AESGCMTransformer.tagCount
        var payload = [UInt8](repeating: 0, count: text.count + frame)
        do {
            let none: [UInt8] = []
            var output = payload.mutableSpan
            try transformer.seal(
                text.span,
                etcdKey: none.span,
                nonces: nonces,
                into: &output,
                at: 0
            )
        } catch {
            throw .library
        }
        var value = salt + [UInt8(ascii: ":")]
        Base64.encode(payload.span, appendingTo: &value)
        let again = try BootstrapFiles(opening: value.span, etcdKey: etcdKey, with: token)
        let copy = again.text
        guard equalInConstantTime(copy.span, text.span) else { throw .library }
        return value
    }

    /// Lends the content of a file.
    ///
    /// - Returns: What the body returns; nil where there is no such file.
    /// - Throws: ``BootstrapFailure``.
    public func withContent<Result>(
        of file: File,
        _ body: (Span<UInt8>) -> Result
    ) throws(BootstrapFailure) -> Result? {
        guard let member = try member(file) else { return nil }
        let text = text
        var content: [UInt8]
        do {
            content = try Base64.decode(text.span.extracting(member.content))
        } catch {
            throw .malformed
        }
        defer { wipe(&content) }
        return body(content.span)
    }

    /// The same files with other contents for some that are there; everything else stays.
    ///
    /// - Parameters:
    ///   - contents: The new contents.
    ///   - time: What their time stamps say, as in RFC 3339.
    /// - Returns: The new files.
    /// - Throws: ``BootstrapFailure``.
    public func replacing(
        _ contents: [(file: File, content: [UInt8])],
        time: String,
    ) throws(BootstrapFailure) -> BootstrapFiles {
        var changes: [(range: Range<Int>, text: [UInt8])] = []
        for (file, content) in contents {
            guard let member = try member(file) else { continue }
            changes.append((member.content, Base64.encode(content.span)))
            if let stamp = member.timestamp { changes.append((stamp, Array(time.utf8))) }
        }
        changes.sort { $0.range.lowerBound < $1.range.lowerBound }
        var new: [UInt8] = []
        new.reserveCapacity(changes.reduce(text.count) { $0 + $1.text.count })
        var done = 0
        for change in changes {
            new += text[done..<change.range.lowerBound]
            new += change.text
            done = change.range.upperBound
        }
        new += text[done...]
        for index in changes.indices { wipe(&changes[index].text) }
        return BootstrapFiles(taking: new)
    }
}

extension BootstrapFiles {
    /// Where the strings of a member lie, without their quotes.
    private struct Member {
        var content: Range<Int>
        var timestamp: Range<Int>?
    }

    private var isObject: Bool {
        let text = text
        var tokens = JSONTokenizer(0..<text.count)
        guard case .objectStart? = try? tokens.next(in: text.span) else { return false }
        return true
    }

    private func member(_ file: File) throws(BootstrapFailure) -> Member? {
        do {
            return try find(file)
        } catch {
            throw .malformed
        }
    }

    private func find(_ file: File) throws(JSONError) -> Member? {
        // A second reference copies nothing, and can be borrowed for longer.
        let text = text
        let bytes = text.span
        var tokens = JSONTokenizer(0..<bytes.count)
        guard case .objectStart = try tokens.next(in: bytes) else { return nil }
        var found: Member?
        while case .key(let range, let escaped) = try tokens.next(in: bytes) {
            let isMeant = JSONString.equals(range, escaped: escaped, in: bytes, file.name)
            let token = try tokens.next(in: bytes)
            switch token {
            case .string(let content, _) where isMeant: found = Member(content: content)
            case .objectStart where isMeant:
                var member = Member(content: 0..<0)
                while case .key(let name, let escaped) = try tokens.next(in: bytes) {
                    let value = try tokens.next(in: bytes)
                    if case .string(let text, _) = value {
                        if JSONString.equals(name, escaped: escaped, in: bytes, "Content") {
                            member.content = text
                        } else if JSONString.equals(
                            name,
                            escaped: escaped,
                            in: bytes,
                            "Timestamp"
                        ) {
                            member.timestamp = text
                        }
                    } else {
                        try tokens.skipValue(startedBy: value, in: bytes)
                    }
                }
                found = member.content.isEmpty ? nil : member
            default: try tokens.skipValue(startedBy: token, in: bytes)
            }
        }
        return found
    }

    private static func open(
        _ sealed: Span<UInt8>,
        with key: SecretKey
    ) throws(BootstrapFailure) -> [UInt8] {
        let transformer = try library { () throws(CryptoLibraryError) in
            try AESGCMTransformer(key: key)
        }
        let secret = SecretBuffer()
        let buffer = Uncounted(keptElsewhere: secret)
        do {
            let none: [UInt8] = []
            let range = try transformer.open(sealed, etcdKey: none.span, into: buffer)
            let text = buffer.read(range) { opened in
                [UInt8](capacity: opened.count) { output in
                    for index in opened.indices { output.append(opened[index]) }
                }
            }
            withExtendedLifetime(secret) {}
            return text
        } catch .authenticationFailed, .truncated {
            throw .authenticationFailed
        } catch {
            throw .library
        }
    }
}

/// Why what lies under `/bootstrap/` cannot be read or written.
public enum BootstrapFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It lies under the name of another token.
    case otherToken
    /// It is not of the form that k3s and RKE2 write.
    case malformed
    /// Its tag does not fit, so that it was changed, or sealed with another token.
    case authenticationFailed
    /// The cryptographic library failed.
    case library

    /// In a sentence.
    public var description: String {
        switch self {
        case .otherToken: "it is sealed with another token"
        case .malformed: "it is not of the form that k3s and RKE2 write"
        case .authenticationFailed: "its authentication tag does not fit"
        case .library: "the cryptographic library failed"
        }
    }
}

private func library<Result>(
    _ body: () throws(CryptoLibraryError) -> Result
) throws(BootstrapFailure) -> Result {
    do throws(CryptoLibraryError) { return try body() } catch { throw .library }
}
