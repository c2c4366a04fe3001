public import EncryptionConfig
internal import KeyMaterial

/// A key or seed that values are sealed from, with what its plugin made of it.
///
/// What it seals is opened again with what the plugin gave back for ``wrapped``, never with
/// ``secret``: so nothing is written that the plugin could not open.
final class WriteSource: Sendable {
    /// 32 random bytes: a seed in version 2, the key of one value in version 1.
    let secret: SecretKey
    /// What the plugin encrypted it to.
    let wrapped: WrappedKey
    /// What the plugin decrypted that to.
    let reopened: SecretKey
    /// The part of a payload that all values of this source share: in version 1 what stands before
    /// the data, in version 2 what follows it.
    let frame: [UInt8]

    init(_ secret: SecretKey, _ wrapped: WrappedKey, reopened: SecretKey) {
        self.secret = secret
        self.wrapped = wrapped
        self.reopened = reopened
        frame = wrapped.version == .v1 ? Self.frame(v1: wrapped) : Self.frame(v2: wrapped)
    }

    /// The length of the source in two bytes, and the source.
    private static func frame(v1 wrapped: WrappedKey) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: wrapped.bytes.count)
        return [UInt8(count >> 8), UInt8(count & 0xff)] + wrapped.bytes
    }

    /// The fields 2 to 5 of the stored message, in the order in which the server writes them.
    private static func frame(v2 wrapped: WrappedKey) -> [UInt8] {
        var bytes: [UInt8] = []
        append(2, Array((wrapped.keyID?.text ?? "").utf8), to: &bytes)
        append(3, wrapped.bytes, to: &bytes)
        for annotation in wrapped.annotations {
            var entry: [UInt8] = []
            append(1, Array(annotation.name.utf8), to: &entry)
            append(2, annotation.value, to: &entry)
            append(4, entry, to: &bytes)
        }
        if wrapped.content != .key { bytes += [5 << 3, wrapped.content.rawValue] }
        return bytes
    }

    private static func append(_ field: UInt8, _ content: [UInt8], to bytes: inout [UInt8]) {
        bytes += head(field, count: content.count)
        bytes += content
    }

    /// Tag and length of a field of protobuf that holds bytes.
    private static func head(_ field: UInt8, count: Int) -> [UInt8] {
        var bytes = [field << 3 | 2]
        var rest = count
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f | 0x80))
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }
}

/// A plugin gave no key to seal values with, so that nothing can be written through it.
public struct PluginWriteFailure: Error, Sendable, Hashable {
    /// The plugin.
    public let plugin: KMSDefinition
    /// Why.
    public let trouble: PluginTrouble
}

extension PluginWriteFailure: CustomStringConvertible {
    /// Names the plugin, and says why.
    public var description: String {
        "nothing can be sealed through the kms plugin \"\(plugin.name)\": \(trouble)"
    }
}
