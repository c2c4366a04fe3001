public import Foundation

/// A line of `decrypt -o jsonl`, and the object of `decrypt -o json` for one value.
public struct OpenedLine: Decodable, Sendable {
    /// Why it is closed.
    public struct Failure: Decodable, Sendable {
        /// One of the codes of the command line's contract.
        public let code: String
        /// For people.
        public let message: String
    }

    /// The etcd key.
    public let key: String?
    /// As `name` or `name.group`.
    public let resource: String?
    /// Whether API servers never transform it.
    public let system: Bool?
    /// Whether its key is of no known resource.
    public let unknown: Bool?
    /// The kind of the provider that opened it.
    public let provider: String?
    /// The name of the key or plugin.
    public let keyName: String?
    /// Which KEK of the plugin.
    public let keyID: String?
    /// Whether a rotation writes it again.
    public let stale: Bool?
    /// The plaintext.
    public let value: Data?
    /// Why it is closed.
    public let error: Failure?
}
