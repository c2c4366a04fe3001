internal import EncryptionConfig
public import KeyMaterial
public import KubernetesModel

/// The one place that opens a stored value, says what to think of it, and seals it anew.
///
/// A survey, a dry run and a rotation ask the same question and get the same answer; only the
/// rotation sends the new bytes. One for each worker, as the ``TransformSession`` behind it: nothing
/// is allocated for a value.
public struct Judge {
    private let session: TransformSession

    /// Judges with the contexts and buffers of a session.
    public init(session: TransformSession = TransformSession()) {
        self.session = session
    }

    /// Why the cryptographic library failed, after ``OpenFailure/library`` or
    /// ``SealFailure/library``; nil where it does not say.
    public var libraryError: CryptoLibraryError? { session.libraryError }

    /// Opens a stored value and lends its plaintext, with what speaks against it.
    ///
    /// - Parameters:
    ///   - stored: The value as etcd holds it.
    ///   - etcdKey: Its complete etcd key; nil if it is not known, and then there is no doubt.
    ///   - place: What the etcd key stands for.
    ///   - chain: The chain of its resource, nil if the configuration has none.
    ///   - body: Gets the plaintext, who opened it, and the doubt.
    /// - Returns: What the body returns.
    /// - Throws: As ``TransformSession/open(_:etcdKey:with:_:)``.
    public func open<Result>(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        place: ClassifiedKey?,
        with chain: ProviderChain?,
        _ body: (_ plaintext: Span<UInt8>, _ opened: OpenedBy, _ doubt: Doubt?) -> Result,
    ) throws(OpenFailure) -> Result {
        try session.open(stored, etcdKey: etcdKey, with: chain) { plaintext, opened in
            guard let etcdKey, let place else { return body(plaintext, opened, nil) }
            let doubt = Doubt(plaintext, key: etcdKey, place: place, by: opened.kind)
            return body(plaintext, opened, doubt)
        }
    }

    /// Opens a value of a store and decides what a rotation does with it.
    ///
    /// - Parameters:
    ///   - stored: The value as etcd holds it.
    ///   - etcdKey: Its complete etcd key.
    ///   - place: What the etcd key stands for.
    ///   - chain: The chain of its resource, nil if the configuration has none.
    ///   - treatment: Whether a stale value is sealed anew.
    ///   - largest: How many bytes the new value may have; nil for any number.
    ///   - body: Gets the judgement, and the new bytes of a value that moves: those were opened
    ///     again and compared.
    /// - Returns: What the body returns.
    /// - Throws: ``OpenFailure``; what cannot be opened is never written over.
    public func judge<Result>(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>,
        place: ClassifiedKey,
        with chain: ProviderChain?,
        stale treatment: StaleTreatment,
        largest: Int?,
        _ body: (_ judgement: Judgement, _ new: Span<UInt8>?) -> Result,
    ) throws(OpenFailure) -> Result {
        try open(stored, etcdKey: etcdKey, place: place, with: chain) { plaintext, opened, doubt in
            func end(_ fate: Judgement.Fate, _ new: Span<UInt8>?) -> Result {
                body(Judgement(opened: opened, doubt: doubt, fate: fate), new)
            }
            guard treatment == .proveRewrite, opened.isStale, doubt?.leavesValueAlone != true,
                let chain
            else { return end(.stays, nil) }
            do throws(SealFailure) {
                return try seal(plaintext, etcdKey: etcdKey, with: chain) { new in
                    if let largest, new.count > largest { return end(.tooLarge(new.count), nil) }
                    return end(.moves(new.count), new)
                }
            } catch {
                return end(error == .kms ? .waitsForPlugin : .notProven, nil)
            }
        }
    }

    /// Seals a plaintext, opens the new bytes again, compares, and only then lends them.
    ///
    /// - Parameters:
    ///   - plaintext: What to seal; identity lends it as it is.
    ///   - etcdKey: The complete etcd key it will be stored under; needed by aesgcm.
    ///   - chain: The chain of its resource.
    ///   - body: Gets the bytes to store.
    /// - Returns: What the body returns.
    /// - Throws: As ``TransformSession/seal(_:etcdKey:with:_:)``, and ``SealFailure/notProven``.
    public func seal<Result>(
        _ plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        with chain: ProviderChain,
        _ body: (Span<UInt8>) -> Result,
    ) throws(SealFailure) -> Result {
        let result = try session.seal(plaintext, etcdKey: etcdKey, with: chain) {
            new -> Result? in
            guard opens(new, to: plaintext, etcdKey: etcdKey, with: chain) else { return nil }
            return .some(body(new))
        }
        guard let result else { throw .notProven }
        return result
    }

    /// Whether sealed bytes open to a plaintext by what the chain writes with.
    func opens(
        _ sealed: Span<UInt8>,
        to plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        with chain: ProviderChain,
    ) -> Bool {
        do throws(OpenFailure) {
            return try session.open(sealed, etcdKey: etcdKey, with: chain) { opened, by in
                by.isByWriter && equalInConstantTime(opened, plaintext)
            }
        } catch {
            return false
        }
    }
}
