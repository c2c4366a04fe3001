/// The five kinds of provider a configuration can name.
public enum ProviderKind: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case aescbc
    case aesgcm
    case secretbox
    case kms
    case identity

    /// The word the configuration uses.
    public var description: String { rawValue }
}
