public import EncryptionConfig

/// What a stored value says it was written by: a kind of provider, or none that is known.
public enum StoredKind: Sendable, Hashable {
    /// A kind that Kubernetes has; identity for plaintext.
    case known(ProviderKind)
    /// Starts with `k8s:enc:`, but the kind or its version is none that Kubernetes 1.36 has.
    case unknown
}

extension StoredKind: RawRepresentable, CustomStringConvertible {
    /// Reads what ``rawValue`` gives.
    public init?(rawValue: String) {
        if let kind = ProviderKind(rawValue: rawValue) {
            self = .known(kind)
        } else if rawValue == "unknown" {
            self = .unknown
        } else {
            return nil
        }
    }

    /// The configuration's word for the kind, or `unknown`.
    public var rawValue: String {
        switch self {
        case .known(let kind): kind.rawValue
        case .unknown: "unknown"
        }
    }

    /// The raw value.
    public var description: String { rawValue }
}
