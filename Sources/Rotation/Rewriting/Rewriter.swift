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

/// Asks the judge for one value after the other, and keeps what is to be sent.
///
/// Belongs to one worker.
final class Rewriter {
    private let sorter: EntrySorter
    private let chains: ChainTable
    private let limit: RequestLimit
    private let judge = Judge()

    init(chains: ResourceChains, prefix: EtcdPrefix, filter: EntryFilter, limit: RequestLimit) {
        sorter = EntrySorter(prefix: prefix, filter: filter)
        self.chains = ChainTable(chains)
        self.limit = limit
    }

    /// What is to be sent; nil for a value that stays as it is, which the survey reports.
    func rewrite(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ facts: EntryFacts,
    ) throws(RewriteNotProven) -> Rewrite? {
        guard case .object(let resource, let namespace, let name) = sorter.place(key),
            let chain = chains.chain(of: resource)
        else { return nil }
        let (fate, rewrite): (Judgement.Fate, Rewrite?)
        do throws(OpenFailure) {
            (fate, rewrite) = try judge.judge(
                stored,
                etcdKey: key,
                place: .object(resource, namespace: namespace, name: name),
                with: chain,
                stale: .proveRewrite,
                largest: limit.largestValue(keyBytes: key.count)
            ) { judgement, new -> (Judgement.Fate, Rewrite?) in
                guard let new else { return (judgement.fate, nil) }
                let rewrite = Rewrite(
                    key: Array(copying: key),
                    modRevision: facts.modRevision,
                    createRevision: facts.createRevision,
                    old: judgement.opened.kind == .identity ? nil : Array(copying: stored),
                    new: Array(copying: new),
                )
                return (judgement.fate, rewrite)
            }
        } catch {
            // What cannot be opened is never written over.
            return nil
        }
        if fate == .notProven { throw RewriteNotProven(key: Array(copying: key)) }
        return rewrite
    }
}

/// Finds what is to be rewritten in batches of a store.
actor RewriteWorker: EntryWorker {
    struct Output: Sendable {
        var entries = 0
        var rewrites: [Rewrite] = []
    }

    private let rewriter: Rewriter
    private let chains: ResourceChains
    private let sorter: EntrySorter
    /// What plugins were asked to make for the batch.
    private var promise: SealingPromise?

    init(_ job: RotationJob) {
        rewriter = job.makeRewriter()
        chains = job.chains
        sorter = EntrySorter(prefix: job.prefix, filter: job.filter)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await chains.unwrapKeys(of: batch, where: sorter.isObject)
        promise = nil
        promise = try await chains.promiseSealing(of: batch, by: sorter)
    }

    func process(_ batch: any EntryBatch) throws -> Output {
        var output = Output()
        output.entries = batch.count
        try batch.forEach { key, stored, facts in
            guard let rewrite = try rewriter.rewrite(key, stored, facts) else { return }
            output.rewrites.append(rewrite)
        }
        return output
    }
}
