internal import EncryptionConfig
internal import Providers

/// What opening one value showed.
struct Finding {
    /// What a rotation would do with it.
    enum Rewrite {
        /// Nothing: it is current, in doubt, or nobody asked.
        case none
        /// Writes so many bytes, which were opened again.
        case to(Int)
        /// The new value is too large for one request.
        case tooLarge(Int)
        /// Sealing or opening again failed.
        case notProven
    }

    let opened: OpenedBy
    let doubt: Doubt?
    let rewrite: Rewrite

    /// What the value is on.
    var origin: DenseTally.Origin {
        opened.kind == .identity
            ? .identity : .chain(provider: opened.provider, key: opened.key)
    }
}
