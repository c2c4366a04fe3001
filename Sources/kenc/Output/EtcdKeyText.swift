import FoundationEssentials

/// An etcd key in JSON: as text, and as base64 beside it when it is not UTF-8.
enum EtcdKeyText {
    static func both(_ key: [UInt8]) -> (text: String, base64: String?) {
        if let text = String(validating: key, as: UTF8.self) { return (text, nil) }
        return (String(decoding: key, as: UTF8.self), Data(key).base64EncodedString())
    }
}
