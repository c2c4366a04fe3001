internal import EncryptionConfig
public import EtcdModel
internal import KubernetesModel
internal import Providers
internal import Survey

/// A value that is to be replaced, with bytes that were proven to open to the same plaintext.
public struct Rewrite: Sendable {
    /// The etcd key.
    public let key: [UInt8]
    /// The revision that the swap names.
    public let modRevision: Revision
    /// When the key was made.
    public let createRevision: Revision
    /// The stored bytes that go; nil when they are plaintext, which is kept nowhere else.
    public let old: [UInt8]?
    /// The stored bytes that come.
    public let new: [UInt8]
    /// How often a swap of this key lost against someone else.
    var conflicts = 0
}

/// Decides for one value after the other what a rotation does with it.
///
/// Belongs to one worker.
final class Rewriter {
    enum Decision {
        /// On the first provider and its first key, or no object: nothing to do.
        case nothing
        /// It stays as it is: the survey reports it.
        case leaveAlone
        case rewrite(Rewrite)
    }

    private let sorter: EntrySorter
    private let chains: ChainTable
    private let limit: RequestLimit
    private let session = TransformSession()

    init(chains: ResourceChains, prefix: EtcdPrefix, filter: EntryFilter, limit: RequestLimit) {
        sorter = EntrySorter(prefix: prefix, filter: filter)
        self.chains = ChainTable(chains)
        self.limit = limit
    }

    func decide(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ facts: EntryFacts,
    ) throws(RewriteNotProven) -> Decision {
        guard case .object(let resource, let namespace, let name) = sorter.place(key),
            let chain = chains.chain(of: resource)
        else { return .nothing }
        let place = ClassifiedKey.object(resource, namespace: namespace, name: name)
        var notProven = false
        let decision = try? session.open(stored, etcdKey: key, with: chain) { plaintext, opened in
            guard opened.isStale else { return Decision.nothing }
            let doubt = Doubt(plaintext, key: key, place: place, by: opened.kind)
            guard doubt?.leavesValueAlone != true else { return .leaveAlone }
            guard let new = seal(plaintext, key, chain) else {
                notProven = true
                return .leaveAlone
            }
            guard limit.admits(keyBytes: key.count, valueBytes: new.count) else {
                return .leaveAlone
            }
            return .rewrite(
                Rewrite(
                    key: Array(copying: key),
                    modRevision: facts.modRevision,
                    createRevision: facts.createRevision,
                    old: opened.kind == .identity ? nil : Array(copying: stored),
                    new: new,
                )
            )
        }
        if notProven { throw RewriteNotProven(key: Array(copying: key)) }
        // What cannot be opened is never written over.
        return decision ?? .leaveAlone
    }

    /// The new bytes, opened again and compared; nil when they are not proven.
    private func seal(
        _ plaintext: Span<UInt8>,
        _ key: Span<UInt8>,
        _ chain: ProviderChain,
    ) -> [UInt8]? {
        try? session.seal(plaintext, etcdKey: key, with: chain) { sealed -> [UInt8]? in
            let isProven = try? session.verify(
                sealed,
                opensTo: plaintext,
                etcdKey: key,
                with: chain
            )
            return isProven == true ? Array(copying: sealed) : nil
        }
    }
}

/// Finds what is to be rewritten in batches of a store.
actor RewriteWorker: EntryWorker {
    struct Output: Sendable {
        var entries = 0
        var rewrites: [Rewrite] = []
    }

    private let rewriter: Rewriter

    init(_ job: RotationJob) {
        rewriter = job.makeRewriter()
    }

    func process(_ batch: any EntryBatch) throws -> Output {
        var output = Output()
        output.entries = batch.count
        try batch.forEach { key, stored, facts in
            if case .rewrite(let rewrite) = try rewriter.decide(key, stored, facts) {
                output.rewrites.append(rewrite)
            }
        }
        return output
    }
}
