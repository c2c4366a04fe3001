internal import EtcdModel
internal import KubernetesModel
internal import Providers

/// Tries on opened values what a rotation would do with them, and writes nothing.
struct RewriteProof {
    let session: TransformSession
    let treatment: StaleTreatment
    /// The largest request that the store takes, where a rewrite is to fit.
    let limit: RequestLimit?

    /// What becomes of an opened value that a rotation would write again.
    func rewrite(
        _ plaintext: Span<UInt8>,
        _ key: Span<UInt8>,
        _ chain: ProviderChain?,
        _ opened: OpenedBy,
        _ doubt: Doubt?,
    ) -> Finding.Rewrite {
        guard treatment == .proveRewrite, opened.isStale, doubt?.leavesValueAlone != true,
            let chain
        else { return .none }
        guard let count = prove(plaintext, key, chain) else { return .notProven }
        guard limit?.admits(keyBytes: key.count, valueBytes: count) != false else {
            return .tooLarge(count)
        }
        return .to(count)
    }

    /// Seals as the rotation would, and opens the new bytes again; the new count, nil on failure.
    private func prove(
        _ plaintext: Span<UInt8>,
        _ key: Span<UInt8>,
        _ chain: ProviderChain,
    ) -> Int? {
        try? session.seal(plaintext, etcdKey: key, with: chain) { sealed in
            let isProven = try? session.verify(
                sealed,
                opensTo: plaintext,
                etcdKey: key,
                with: chain
            )
            return isProven == true ? sealed.count : nil
        }
    }
}
