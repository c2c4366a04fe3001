internal import EncryptionConfig
internal import KeyMaterial
internal import Synchronization

/// Opens and seals the values of one kms plugin with the keys that a keyring holds.
///
/// As in Kubernetes: `envelope/envelope.go` for version 1, `envelope/kmsv2/envelope.go` for version 2.
/// One for each session: what a source was made ready for stays, so that a value costs no look into
/// the keyring.
final class EnvelopeTransformer {
    /// How many bytes of the data a seed's key is made from.
    private static let infoCount = 32
    /// Sources that are kept ready; version 1 has one for every value.
    private static let sourceLimit = 1024

    /// A source whose key is known.
    private final class Source {
        enum Key {
            case key(AESGCMTransformer)
            case seed(SeedExpansionBox)
        }

        let key: Key
        let keyID: KeyID?
        /// Whether the plugin writes with this KEK now.
        var isCurrent = false
        /// The keyring's count of changes when that was asked.
        var change = -1

        init(_ key: Key, _ keyID: KeyID?) {
            self.key = key
            self.keyID = keyID
        }
    }

    /// Gives a value without copies a place on the heap.
    final class SeedExpansionBox {
        let expansion: SeedExpansion

        init(_ seed: SecretKey) throws(CryptoLibraryError) {
            expansion = try SeedExpansion(seed: seed)
        }
    }

    private let plugin: KMSDefinition
    private let keyring: PluginKeyring?
    private var sources: [[UInt8]: Source] = [:]
    /// The source of the last value, which mostly is the next one's, too.
    private var last: Source?
    private var lastIdentity: [UInt8] = []
    private var identity: [UInt8] = []
    /// The seed that was sealed from last, made ready.
    private var sealing: (source: WriteSource, expansion: SeedExpansionBox)?
    /// Opens and seals under the keys that seeds give.
    private var derived: AESGCMTransformer?
    private let derivedKey = SecretBuffer()

    init(_ plugin: KMSDefinition, _ keyring: PluginKeyring?) {
        self.plugin = plugin
        self.keyring = keyring
    }

    deinit {
        derivedKey.wipe()
    }

    /// Opens a value whose payload begins at `offset` into `buffer`.
    func open(
        _ stored: Span<UInt8>,
        from offset: Int,
        etcdKey: Span<UInt8>?,
        into buffer: Uncounted<SecretBuffer>,
    ) throws(OpenFailure) -> OpenedPayload {
        guard let envelope = Envelope(stored, from: offset, version: plugin.version) else {
            throw .malformed
        }
        guard plugin.version == .v2 else {
            return try openOne(envelope, stored, etcdKey: etcdKey, into: buffer)
        }
        let source = try source(of: envelope, in: stored)
        let data = stored.extracting(envelope.data)
        let plaintext: Range<Int>
        switch source.key {
        case .key(let gcm):
            plaintext = try gcm.open(data, etcdKey: etcdKey, into: buffer)
        case .seed(let box):
            guard data.count >= Self.infoCount else { throw .truncated }
            plaintext = try open(data, box, etcdKey: etcdKey, into: buffer)
        }
        let isStale = envelope.content != .seed || !isCurrent(source)
        return OpenedPayload(plaintext: plaintext, isStale: isStale)
    }

    /// Whether the plugin writes with the source's KEK, asked once for each change of that.
    private func isCurrent(_ source: Source) -> Bool {
        let change = keyring?.changes.load(ordering: .acquiring) ?? 0
        if source.change != change {
            source.isCurrent = source.keyID == keyring?.keyID(of: plugin)
            source.change = change
        }
        return source.isCurrent
    }

    private func open(
        _ data: Span<UInt8>,
        _ box: SeedExpansionBox,
        etcdKey: Span<UInt8>?,
        into buffer: Uncounted<SecretBuffer>,
    ) throws(OpenFailure) -> Range<Int> {
        guard let gcm = derivedTransformer(),
            deriveKey(data.extracting(..<Self.infoCount), box)
        else { throw .library }
        let keyBuffer = Uncounted(keptElsewhere: derivedKey)
        return try keyBuffer.read(0..<SeedExpansion.keyCount) { (key) throws(OpenFailure) in
            try gcm.open(
                data.extracting(Self.infoCount...),
                etcdKey: etcdKey,
                key: key,
                into: buffer
            )
        }
    }

    /// Derives the key of one value; false if OpenSSL fails.
    private func deriveKey(_ info: Span<UInt8>, _ box: SeedExpansionBox) -> Bool {
        Uncounted(keptElsewhere: derivedKey).write(SeedExpansion.keyCount) { key in
            box.expansion.expand(info, into: &key)
        }
    }

    /// A cipher that every message gives a key of its own; nil if OpenSSL fails.
    private func derivedTransformer() -> AESGCMTransformer? {
        if let derived { return derived }
        let zeros = InlineArray<32, UInt8>(repeating: 0)
        derived = try? AESGCMTransformer(key: SecretKey(copying: zeros.span))
        return derived
    }

    /// A value of version 1: AES-GCM, and where that fails AES-CBC, which no server writes now.
    private func openOne(
        _ envelope: Envelope,
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        into buffer: Uncounted<SecretBuffer>,
    ) throws(OpenFailure) -> OpenedPayload {
        let secret = try secret(envelope.wrappedKey(in: stored, of: plugin.name))
        let data = stored.extracting(envelope.data)
        let gcm = try Self.made { () throws(CryptoLibraryError) in
            try AESGCMTransformer(key: secret)
        }
        let failure: OpenFailure
        do throws(OpenFailure) {
            let plaintext = try gcm.open(data, etcdKey: etcdKey, into: buffer)
            return OpenedPayload(plaintext: plaintext, isStale: false)
        } catch {
            failure = error
        }
        let cbc = try Self.made { () throws(CryptoLibraryError) in
            try AESCBCTransformer(key: secret)
        }
        do throws(OpenFailure) {
            return OpenedPayload(plaintext: try cbc.open(data, into: buffer), isStale: true)
        } catch {
            throw failure
        }
    }

    /// The source of an envelope, made ready.
    private func source(of envelope: Envelope, in stored: Span<UInt8>) throws(OpenFailure) -> Source
    {
        identity.removeAll(keepingCapacity: true)
        envelope.appendIdentity(of: stored, to: &identity)
        if let last, lastIdentity == identity { return last }
        // Swapped, not copied: two buffers serve for all values.
        swap(&lastIdentity, &identity)
        last = sources[lastIdentity]
        if let last { return last }
        let secret = try secret(envelope.wrappedKey(in: stored, of: plugin.name))
        let key = try Self.made { () throws(CryptoLibraryError) -> Source.Key in
            switch envelope.content {
            case .key: .key(try AESGCMTransformer(key: secret))
            case .seed: .seed(try SeedExpansionBox(secret))
            }
        }
        let source = Source(key, envelope.keyID(in: stored))
        if sources.count >= Self.sourceLimit { sources = [:] }
        sources[lastIdentity] = source
        last = source
        return source
    }

    private func secret(_ wrapped: WrappedKey) throws(OpenFailure) -> SecretKey {
        let question = PluginKeyring.Question(plugin: plugin, wrapped: wrapped)
        guard case .key(let secret) = keyring?.answer(to: question) else { throw .kms }
        return secret
    }

    /// What the next value is sealed from; nil where the plugin gave nothing.
    func nextSource() -> WriteSource? { keyring?.takeSource(of: plugin) }

    /// How long the payload of a plaintext is.
    func sealedCount(_ count: Int, from source: WriteSource) -> Int {
        let data = Self.dataCount(count, plugin.version)
        let head = plugin.version == .v2 ? WriteSource.head(1, count: data).count : 0
        return head + data + source.frame.count
    }

    /// Writes the payload of a plaintext into `output` from `offset` on, up to its end.
    func seal(
        _ plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        from source: WriteSource,
        nonces: any NonceSource,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) throws(SealFailure) {
        guard plugin.version == .v2 else {
            output.copy(source.frame, at: offset)
            guard let gcm = try? AESGCMTransformer(key: source.secret) else { throw .library }
            return try gcm.seal(
                plaintext,
                etcdKey: etcdKey,
                nonces: nonces,
                into: &output,
                at: offset + source.frame.count
            )
        }
        let head = WriteSource.head(1, count: Self.dataCount(plaintext.count, .v2))
        output.copy(head, at: offset)
        let info = offset + head.count
        try output.draw(info..<(info + Self.infoCount), from: nonces)
        guard let gcm = derivedTransformer(), let box = expansion(of: source),
            deriveKey(output.span.extracting(info..<(info + Self.infoCount)), box)
        else { throw .library }
        let keyBuffer = Uncounted(keptElsewhere: derivedKey)
        try keyBuffer.read(0..<SeedExpansion.keyCount) { (key) throws(SealFailure) in
            try gcm.seal(
                plaintext,
                etcdKey: etcdKey,
                key: key,
                nonces: nonces,
                into: &output,
                at: info + Self.infoCount
            )
        }
        output.copy(source.frame, at: output.count - source.frame.count)
    }

    private static func dataCount(_ count: Int, _ version: KMSDefinition.Version) -> Int {
        let sealed = AESGCMTransformer.nonceCount + count + AESGCMTransformer.tagCount
        return version == .v2 ? infoCount + sealed : sealed
    }

    private func expansion(of source: WriteSource) -> SeedExpansionBox? {
        if let sealing, sealing.source === source { return sealing.expansion }
        guard let box = try? SeedExpansionBox(source.secret) else { return nil }
        sealing = (source, box)
        return box
    }

    private static func made<Made>(
        _ body: () throws(CryptoLibraryError) -> Made
    ) throws(OpenFailure) -> Made {
        do throws(CryptoLibraryError) {
            return try body()
        } catch {
            throw .library
        }
    }
}
