#if Etcd

/// How a compare-and-swap ended.
public enum EtcdSwapOutcome: Sendable, Hashable {
    /// The value was replaced; the revision of the write is the key's new mod revision.
    case swapped(newRevision: Int64)
    /// The key had changed: what it holds now, nil when it was deleted. Nothing was written.
    case conflict(current: EtcdKeyValue?)
}

/// The rules of a compare-and-swap whose answer may get lost, apart from the network.
///
/// A call that ends without an answer may have been applied, or may be applied later. Repeating a
/// compare-and-swap on the mod revision is safe: at most one of the attempts wins. So after a lost
/// answer the key is read, linearizable:
///
/// - it holds the bytes sent: one of the attempts won;
/// - it still has the old mod revision: send the same again;
/// - anything else: someone else wrote it.
struct SwapProcedure {
    /// What the server said to one attempt.
    enum Reply {
        case won(revision: Int64)
        case lost(current: EtcdKeyValue?)
    }

    let value: [UInt8]
    let modRevision: Int64
    /// What errors call the key.
    let subject: () -> String
    let attempt: () async throws(CallFailure) -> Reply
    let read: () async throws(CallFailure) -> EtcdKeyValue?
    /// False when there is no patience left.
    let wait: () async -> Bool

    func run() async throws(EtcdError) -> EtcdSwapOutcome {
        var repeated = false
        while true {
            let failure: CallFailure
            do {
                switch try await attempt() {
                case .won(let revision):
                    return .swapped(newRevision: revision)
                case .lost(let current):
                    // An earlier attempt, believed lost, may be the one that changed the key.
                    return repeated ? judge(current) : .conflict(current: current)
                }
            } catch {
                failure = error
            }
            guard failure.reaction == .nextEndpoint else {
                // Rejected, so not applied now; but an earlier attempt may have been.
                throw repeated ? unknown(failure.error) : failure.error
            }
            repeated = true
            guard failure.error.code != .cancelled, await wait() else {
                throw unknown(failure.error)
            }
            do {
                let current = try await read()
                guard current?.modRevision == modRevision else { return judge(current) }
            } catch {
                throw unknown(error.error)
            }
        }
    }

    private func judge(_ current: EtcdKeyValue?) -> EtcdSwapOutcome {
        guard let current, current.value == value else { return .conflict(current: current) }
        return .swapped(newRevision: current.modRevision)
    }

    private func unknown(_ error: EtcdError) -> EtcdError {
        EtcdError(
            code: .outcomeUnknown,
            message: "\(subject()): whether the write was applied is unknown",
            hint: "read the key again: it holds the old value or the new one, whole",
            cause: error.message
        )
    }
}

#endif
