internal import KubernetesModel

/// The two small JSON answers of an API server that are read.
enum StatusMessage {
    /// `message` of a Status object; empty where the body is none.
    static func text(_ body: [UInt8]) -> String {
        (try? StoredObject(plaintext: body.span))?.tree(modRevision: nil)["message"]?.text ?? ""
    }

    /// Of the object that `/version` gives; nil where the body is none.
    static func release(_ body: [UInt8]) -> ServerReport.Release? {
        guard let tree = (try? StoredObject(plaintext: body.span))?.tree(modRevision: nil),
            let major = number(tree["major"]?.text), let minor = number(tree["minor"]?.text)
        else { return nil }
        return ServerReport.Release(major: major, minor: minor)
    }

    /// Providers write `33+`.
    private static func number(_ text: String?) -> Int? {
        text.flatMap { Int($0.prefix { ("0"..."9").contains($0) }) }
    }
}
