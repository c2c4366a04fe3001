public import EncryptionConfig
public import KubernetesModel

/// What speaks against a plaintext that a chain opened.
///
/// aescbc has no tag: one wrong key in 256 passes its padding and gives garbage. Neither aescbc nor
/// secretbox binds a value to its etcd key, so swapped values open as well. Writing such a value
/// again would destroy what a person still needs to find out what happened.
public struct Doubt: Sendable, CustomStringConvertible {
    /// What does not fit.
    public let mismatch: IdentityMismatch
    /// Whether a rotation keeps its hands off the value.
    public let leavesValueAlone: Bool

    /// Nothing for a plaintext that looks right, or whose provider vouches for it.
    public init?(
        _ plaintext: Span<UInt8>,
        key: Span<UInt8>,
        place: ClassifiedKey,
        by kind: ProviderKind
    ) {
        guard kind == .aescbc || kind == .secretbox,
            let mismatch = ObjectIdentity.mismatch(
                plaintext: plaintext,
                key: key,
                classified: place
            )
        else { return nil }
        self.mismatch = mismatch
        // secretbox has a tag: bytes that are no object were none when they were sealed.
        let isWhole = kind == .secretbox && (mismatch == .unknownHead || mismatch == .malformed)
        leavesValueAlone = !isWhole
    }

    /// What does not fit; holds nothing of the plaintext.
    public var description: String { mismatch.description }
}
