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
        var isSeed: Bool { if case .seed = key { true } else { false } }
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
    /// The sources of the messages that are known, by their numbers.
    private var knownSources: [Source] = []
    private var known = KnownMessages()
    private var identity: [UInt8] = []
    /// The seed to seal from, and the keyring's count of seeds when it was asked for.
    private var seed: (source: WriteSource, count: Int)?
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
        if let (number, data) = known.find(stored) {
            return try open(
                stored.extracting(data),
                knownSources[number],
                etcdKey: etcdKey,
                into: buffer
            )
        }
        guard let envelope = Envelope(stored, from: offset, version: plugin.version) else {
            throw .malformed
        }
        guard plugin.version == .v2 else {
            return try openOne(envelope, stored, etcdKey: etcdKey, into: buffer)
        }
        let source = try source(of: envelope, in: stored)
        if let number = known.note(stored, envelope) {
            if number == knownSources.count {
                knownSources.append(source)
            } else {
                knownSources[number] = source
            }
        }
        return try open(
            stored.extracting(envelope.data),
            source,
            etcdKey: etcdKey,
            into: buffer
        )
    }

    private func open(
        _ data: Span<UInt8>,
        _ source: Source,
        etcdKey: Span<UInt8>?,
        into buffer: Uncounted<SecretBuffer>,
    ) throws(OpenFailure) -> OpenedPayload {
        let plaintext: Range<Int>
        switch source.key {
        case .key(let gcm):
            plaintext = try gcm.open(data, etcdKey: etcdKey, into: buffer)
        case .seed(let box):
            guard data.count >= Self.infoCount else { throw .truncated }
            plaintext = try open(data, box, etcdKey: etcdKey, into: buffer)
        }
        let isStale = !source.isSeed || !isCurrent(source)
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
        if let known = sources[identity] { return known }
        let secret = try secret(envelope.wrappedKey(in: stored, of: plugin.name))
        let key = try Self.made { () throws(CryptoLibraryError) -> Source.Key in
            switch envelope.content {
            case .key: .key(try AESGCMTransformer(key: secret))
            case .seed: .seed(try SeedExpansionBox(secret))
            }
        }
        let source = Source(key, envelope.keyID(in: stored))
        if sources.count >= Self.sourceLimit { sources = [:] }
        sources[identity] = source
        return source
    }

    private func secret(_ wrapped: WrappedKey) throws(OpenFailure) -> SecretKey {
        let question = PluginKeyring.Question(plugin: plugin, wrapped: wrapped)
        guard let secret = keyring?.secret(question) else { throw .kms }
        return secret
    }

    /// What the next value is sealed from; nil where the plugin gave nothing.
    func nextSource() -> WriteSource? {
        guard plugin.version == .v2 else { return keyring?.takeSource(of: plugin) }
        let count = keyring?.seeds.load(ordering: .acquiring) ?? 0
        if let seed, seed.count == count { return seed.source }
        guard let source = keyring?.takeSource(of: plugin) else { return nil }
        seed = (source, count)
        return source
    }

    /// How long the payload of a plaintext is.
    func sealedCount(_ count: Int, from source: WriteSource) -> Int {
        let data = Self.dataCount(count, plugin.version)
        let head = plugin.version == .v2 ? Self.headCount(data) : 0
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
        let info = Self.writeHead(Self.dataCount(plaintext.count, .v2), into: &output, at: offset)
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

    /// How long tag and length of the data's field are.
    private static func headCount(_ count: Int) -> Int {
        1 + max(1, (Int.bitWidth - count.leadingZeroBitCount + 6) / 7)
    }

    /// Writes tag and length of field 1, and says where its content begins.
    private static func writeHead(
        _ count: Int,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) -> Int {
        output[offset] = 1 << 3 | 2
        var index = offset + 1
        var rest = count
        while rest >= 0x80 {
            output[index] = UInt8(rest & 0x7f | 0x80)
            rest >>= 7
            index += 1
        }
        output[index] = UInt8(rest)
        return index + 1
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
