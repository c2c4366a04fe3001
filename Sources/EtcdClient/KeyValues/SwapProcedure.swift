#if Etcd

internal import EtcdModel

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
        case won(revision: Revision)
        case lost(current: StoredValue?)
    }

    let value: [UInt8]
    let modRevision: Revision
    /// What errors call the key.
    let subject: () -> String
    let attempt: () async throws(CallFailure) -> Reply
    let read: () async throws(CallFailure) -> StoredValue?
    /// False when there is no patience left.
    let wait: () async -> Bool

    func run() async throws(EtcdError) -> SwapOutcome {
        var repeated = false
        while true {
            let failure: CallFailure
            do {
                switch try await attempt() {
                case .won(let revision):
                    return .swapped(modRevision: revision)
                case .lost(let current):
                    // An earlier attempt, believed lost, may be the one that changed the key.
                    return repeated ? judge(current) : .conflict(current: current)
                }
            } catch {
                failure = error
            }
            guard failure.reaction == .nextEndpoint else {
                // Rejected, so not applied now; but an earlier attempt may have been. What a member
                // did that contradicts itself, nobody knows.
                let isKnown = !repeated && failure.error.code != .malformedAnswer
                throw isKnown ? failure.error : unknown(failure.error)
            }
            repeated = true
            guard failure.error.code != .cancelled, await wait() else {
                throw unknown(failure.error)
            }
            do {
                let current = try await read()
                guard current?.facts.modRevision == modRevision else { return judge(current) }
            } catch {
                throw unknown(error.error)
            }
        }
    }

    private func judge(_ current: StoredValue?) -> SwapOutcome {
        guard let current, current.value == value else { return .conflict(current: current) }
        return .swapped(modRevision: current.facts.modRevision)
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
