import EncryptionConfig
import KubernetesModel
import Providers
import Survey

/// The lines of `decrypt -o jsonl`: key and resource first, then how the value was opened, or why
/// not.
extension JSONLines {
    mutating func beginValue(_ key: Span<UInt8>?, resource: GroupResource?, isSystem: Bool) {
        begin()
        if let key { etcdKey(key) }
        if let resource {
            field("resource", resource.description)
        } else {
            null("resource")
            field(isSystem ? "system" : "unknown", true)
        }
    }

    mutating func endValue(_ plaintext: Span<UInt8>, _ opened: OpenedValue) {
        endValue(
            plaintext,
            opened.by,
            isStale: opened.isStale,
            doubt: opened.doubt?.description
        )
    }

    mutating func endValue(
        _ plaintext: Span<UInt8>,
        _ by: ProviderKey,
        isStale: Bool?,
        doubt: String? = nil,
    ) {
        field("provider", by.kind.rawValue)
        if let name = by.name { field("keyName", name) }
        if let keyID = by.keyID { field("keyID", keyID.text) }
        if let isStale { field("stale", isStale) }
        if let doubt { field("warning", doubt) }
        base64("value", plaintext)
        endLine()
    }

    mutating func endValue(_ closed: ClosedValue) {
        error(closed)
        endLine()
    }

    /// The field `error`.
    mutating func error(_ closed: ClosedValue) {
        begin("error")
        field("code", closed.failure.code)
        field("message", closed.message)
        end()
    }
}
