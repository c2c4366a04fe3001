/// What the judge found out about a stored value that opens.
public struct Judgement: Sendable {
    /// What becomes of the value in a rotation.
    public enum Fate: Sendable, Hashable {
        /// It stays: it is current, in doubt, or nobody asked for a rewrite.
        case stays
        /// It is written again with so many bytes, which opened to the same plaintext.
        case moves(Int)
        /// It stays: the new bytes, so many, do not fit into one request.
        case tooLarge(Int)
        /// It stays for now: its chain's plugin has given no key to seal it with.
        case waitsForPlugin
        /// Sealing failed, or the new bytes did not open to the same plaintext.
        case notProven
    }

    /// Who opened it, and whether it is stale.
    public let opened: OpenedBy
    /// What speaks against its plaintext.
    public let doubt: Doubt?
    /// What becomes of it.
    public let fate: Fate
}
