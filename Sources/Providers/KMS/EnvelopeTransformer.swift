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
    /// Sources whose messages are known by their ends: about as many as API servers and loads of a
    /// file that one stretch of a store has.
    private static let endLimit = 16

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
    /// What follows the data in messages of some sources, and which of them was the last one's.
    private var ends: [(bytes: [UInt8], source: Source)] = []
    private var lastEnd = 0
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
        if let data = Self.firstField(stored, offset),
            let source = knownSource(stored, endingFrom: data.upperBound)
        {
            return try open(stored.extracting(data), source, etcdKey: etcdKey, into: buffer)
        }
        guard let envelope = Envelope(stored, from: offset, version: plugin.version) else {
            throw .malformed
        }
        guard plugin.version == .v2 else {
            return try openOne(envelope, stored, etcdKey: etcdKey, into: buffer)
        }
        let source = try source(of: envelope, in: stored)
        noteEnd(of: envelope, stored, offset, source)
        return try open(
            stored.extracting(envelope.data),
            source,
            etcdKey: etcdKey,
            into: buffer
        )
    }

    /// The source of a message of which all that follows its data is known byte for byte: then
    /// nothing of it has to be read.
    private func knownSource(_ stored: Span<UInt8>, endingFrom start: Int) -> Source? {
        let count = stored.count - start
        func isEnd(_ index: Int) -> Bool {
            ends[index].bytes.count == count
                && stored.starts(with: ends[index].bytes, 0..<count, at: start)
        }
        // Most values are on the source of the one before.
        if lastEnd < ends.count, isEnd(lastEnd) { return ends[lastEnd].source }
        for index in ends.indices where isEnd(index) {
            lastEnd = index
            return ends[index].source
        }
        return nil
    }

    /// Remembers what follows the data, if the data stands first, as the server writes it.
    private func noteEnd(
        of envelope: Envelope,
        _ stored: Span<UInt8>,
        _ offset: Int,
        _ source: Source,
    ) {
        guard Self.firstField(stored, offset) == envelope.data else { return }
        let end = (envelope.data.upperBound..<stored.count).map { stored[$0] }
        // In turn, so that what was seen long ago goes first.
        lastEnd = ends.count < Self.endLimit ? ends.count : (lastEnd + 1) % Self.endLimit
        if lastEnd == ends.count {
            ends.append((end, source))
        } else {
            ends[lastEnd] = (end, source)
        }
    }

    /// Where the content of a message's first field stands, if that is field 1 and not empty.
    private static func firstField(_ stored: Span<UInt8>, _ offset: Int) -> Range<Int>? {
        guard offset < stored.count, stored[offset] == 1 << 3 | 2 else { return nil }
        var index = offset + 1
        var count = 0
        var shift = 0
        while index < stored.count, shift < 28 {
            let byte = stored[index]
            index += 1
            count |= Int(byte & 0x7f) << shift
            guard byte >= 0x80 else {
                guard count > 0, count <= stored.count - index else { return nil }
                return index..<(index + count)
            }
            shift += 7
        }
        return nil
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
        guard case .key(let secret) = keyring?.answer(to: question) else { throw .kms }
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
