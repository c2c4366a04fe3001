public import EncryptionConfig
internal import WireFormats

/// What a kms plugin's value consists of: the encrypted key or seed, and the data that it opens.
///
/// The ranges are offsets into the value that was parsed; nothing is copied. As in Kubernetes:
/// `envelope/envelope.go` for version 1, `envelope/kmsv2/v2/api.proto` and `ValidateEncryptedObject`
/// for version 2.
public struct Envelope: Sendable, Hashable {
    /// The version of the interface.
    public let version: KMSDefinition.Version
    /// Where the encrypted key or seed stands.
    public let source: Range<Int>
    /// Where the encrypted data stands.
    public let data: Range<Int>
    /// Where the key id stands; nil in version 1, which has none.
    public let keyID: Range<Int>?
    /// What the source is.
    public let content: DataKeySource
    /// Where the message of version 2 stands, which annotations are read from.
    let message: Range<Int>
    private let hasAnnotations: Bool

    /// Parses what stands behind the plugin's name; nil where a server would not take it: it does not
    /// parse, or it breaks a limit.
    ///
    /// - Parameters:
    ///   - stored: The value as etcd holds it.
    ///   - offset: Where the payload begins.
    ///   - version: The version that its prefix names.
    public init?(_ stored: Span<UInt8>, from offset: Int, version: KMSDefinition.Version) {
        guard offset >= 0, offset <= stored.count else { return nil }
        switch version {
        case .v1: self.init(v1: stored, offset)
        case .v2: self.init(v2: stored, offset)
        }
    }

    /// The envelope of a stored value; nil if it is no kms value, or malformed.
    ///
    /// In version 1 a plugin's name may hold a `:`; this takes the shortest name.
    public init?(_ stored: Span<UInt8>) {
        let header = StoredHeader(stored)
        guard header.kind == .known(.kms), let name = header.keyName, let version = header.version
        else { return nil }
        let isTwo = stored[version.lowerBound + 1] == UInt8(ascii: "2")
        self.init(stored, from: name.upperBound + 1, version: isTwo ? .v2 : .v1)
    }

    /// The length of the source in two bytes, the source, the data.
    private init?(v1 stored: Span<UInt8>, _ offset: Int) {
        guard stored.count - offset >= 2 else { return nil }
        let count = Int(stored[offset]) << 8 | Int(stored[offset + 1])
        let start = offset + 2
        guard count <= stored.count - start else { return nil }
        version = .v1
        source = start..<(start + count)
        data = source.upperBound..<stored.count
        keyID = nil
        content = .key
        message = 0..<0
        hasAnnotations = false
    }

    private init?(v2 stored: Span<UInt8>, _ offset: Int) {
        var data = 0..<0
        var keyID = 0..<0
        var source = 0..<0
        var type: UInt64 = 0
        var hasAnnotations = false
        var reader = ProtobufReader(offset..<stored.count)
        do throws(WireFormatError) {
            while let field = try reader.next(in: stored) {
                switch (field.number, field.wireType) {
                case (1, .bytes): data = field.range
                case (2, .bytes): keyID = field.range
                case (3, .bytes): source = field.range
                case (4, .bytes): hasAnnotations = true
                case (5, .varint): type = field.varint
                case (1...5, _): return nil
                default: break
                }
            }
        } catch {
            return nil
        }
        // An enum has 32 bits, whatever was sent.
        guard let type = UInt8(exactly: UInt32(truncatingIfNeeded: type)),
            let content = DataKeySource(rawValue: type),
            !data.isEmpty,
            (1...PluginLimits.largestSource).contains(source.count),
            (1...PluginLimits.largestKeyID).contains(keyID.count)
        else { return nil }
        version = .v2
        self.source = source
        self.data = data
        self.keyID = keyID
        self.content = content
        message = offset..<stored.count
        self.hasAnnotations = hasAnnotations
        guard !hasAnnotations || areAnnotationsTaken(stored) else { return nil }
    }

    /// Names that are domain names, and no more bytes than a server takes.
    private func areAnnotationsTaken(_ stored: Span<UInt8>) -> Bool {
        var total = 0
        return forEachAnnotation(stored) { name, value in
            total += name.count + value.count
            return PluginLimits.isDomainName(stored.extracting(name))
                && total <= PluginLimits.largestAnnotations
        }
    }

    /// Where each annotation's name and value stand, in the order of the message.
    ///
    /// - Returns: Whether all parse and the body took them all.
    private func forEachAnnotation(
        _ stored: Span<UInt8>,
        _ body: (_ name: Range<Int>, _ value: Range<Int>) -> Bool,
    ) -> Bool {
        guard hasAnnotations else { return true }
        var reader = ProtobufReader(message)
        do throws(WireFormatError) {
            while let field = try reader.next(in: stored) {
                guard field.number == 4 else { continue }
                var name = field.range.lowerBound..<field.range.lowerBound
                var value = name
                var entry = ProtobufReader(field.range)
                while let part = try entry.next(in: stored) {
                    switch (part.number, part.wireType) {
                    case (1, .bytes): name = part.range
                    case (2, .bytes): value = part.range
                    case (1...2, _): return false
                    default: break
                    }
                }
                guard body(name, value) else { return false }
            }
            return true
        } catch {
            return false
        }
    }
}

extension Envelope {
    /// The key id as text, invalid UTF-8 repaired.
    public func keyID(in stored: Span<UInt8>) -> KeyID? {
        keyID.map { KeyID(stored.text($0)) }
    }

    /// Appends what tells sources apart: all that its plugin is asked with, annotations in the order
    /// of the message.
    package func appendIdentity(of stored: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(content.rawValue)
        Self.append(stored, source, to: &bytes)
        if let keyID { Self.append(stored, keyID, to: &bytes) }
        _ = forEachAnnotation(stored) { name, value in
            Self.append(stored, name, to: &bytes)
            Self.append(stored, value, to: &bytes)
            return true
        }
    }

    /// The source with all that its plugin needs to open it.
    public func wrappedKey(in stored: Span<UInt8>, of plugin: KeyName) -> WrappedKey {
        var annotations: [WrappedKey.Annotation] = []
        _ = forEachAnnotation(stored) { name, value in
            let name = stored.text(name)
            // Of two of one name protobuf takes the last.
            annotations.removeAll { $0.name.isSameBytes(as: name) }
            annotations.append(.init(name: name, value: stored.bytes(value)))
            return true
        }
        return WrappedKey(
            plugin: plugin,
            version: version,
            keyID: keyID(in: stored),
            annotations: annotations,
            content: content,
            bytes: stored.bytes(source)
        )
    }

    private static func append(
        _ stored: Span<UInt8>,
        _ range: Range<Int>,
        to bytes: inout [UInt8],
    ) {
        unsafe withUnsafeBytes(of: UInt32(range.count)) { unsafe bytes.append(contentsOf: $0) }
        let part = stored.extracting(range)
        unsafe part.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}

extension Span<UInt8> {
    /// Copies a range.
    fileprivate func bytes(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
