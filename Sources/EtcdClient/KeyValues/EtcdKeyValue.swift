#if Etcd

internal import SwiftProtobuf
internal import WireFormats

/// One key as etcd holds it.
public struct EtcdKeyValue: Sendable, Hashable {
    /// The key's bytes.
    public var key: [UInt8]
    /// The value's bytes; empty in a reply without values.
    public var value: [UInt8]
    /// The store's revision when the key was created.
    public var createRevision: Int64
    /// The store's revision when the key was last written.
    public var modRevision: Int64
    /// How often the key was written since it was created, from 1.
    public var version: Int64
    /// The lease the key hangs on, 0 for none.
    public var lease: Int64

    init(_ page: EtcdPage, _ index: Int) {
        let entry = page.entries[index]
        key = page.key(index)
        value = page.value(index)
        createRevision = entry.createRevision
        modRevision = entry.modRevision
        version = entry.version
        lease = entry.lease
    }

    init(_ message: Mvccpb_KeyValue) {
        key = Array(message.key)
        value = Array(message.value)
        createRevision = message.createRevision
        modRevision = message.modRevision
        version = message.version
        lease = message.lease
    }
}

extension EtcdClient {
    /// How a key is named in errors: as text, or in hexadecimal when it is none.
    static func name(_ key: [UInt8]) -> String {
        let key = key.prefix(512)
        if let text = String(validating: key, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
        {
            return "key \(text)"
        }
        return "key 0x" + HexText.encode(Array(key))
    }
}

#endif
