import EncryptionConfig
import EtcdDump
import EtcdModel
import Providers
import Rotation
import Survey

/// Copies the text of a dump with the values of API objects opened or sealed.
///
/// Everything else stays as it is: system keys, unknown keys, values that cannot be opened, and for
/// sealing those that are sealed already.
actor DumpRewriteWorker: EntryWorker {
    enum Direction {
        case decrypt
        case encrypt
    }

    private let filter: EntryFilter
    private let sorter: EntrySorter
    private let direction: Direction
    private let opener: ValueOpener
    private let chains: ChainTable
    private let all: ResourceChains
    private let judge = Judge()
    /// What plugins were asked to make for the batch.
    private var promise: SealingPromise?
    private let isAudited: Bool
    /// How the value that was opened last was.
    private var outcome: AuditedObject.Outcome?

    init(
        _ store: OpenedStore,
        _ direction: Direction,
        _ chains: ResourceChains,
        isAudited: Bool = false,
    ) {
        self.isAudited = isAudited
        filter = store.filter
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.direction = direction
        opener = ValueOpener(chains)
        self.chains = ChainTable(chains)
        all = chains
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await all.unwrapKeys(of: batch, where: sorter.isObject)
        promise = nil
        if direction == .encrypt { promise = try await all.promiseSealing(of: batch, by: sorter) }
    }

    func process(_ batch: any EntryBatch) throws -> StoreRun.Result {
        guard let batch = batch as? DumpBatch else {
            preconditionFailure("only a dump can be rewritten as one")
        }
        var result = StoreRun.Result(shape: StoreShape(for: filter))
        var rewriter = DumpRewriter(batch)
        try batch.forEachPlaced { key, stored, facts, entry in
            let place = sorter.place(key)
            result.shape.saw(key, stored, place)
            let message = try rewrite(key, stored, place) {
                rewriter.replaceValue(of: entry, with: $0)
            }
            if let message { result.fail(key, message) }
            if isAudited, let outcome {
                let revision = facts.modRevision.rawValue
                result.audited.append(AuditedObject(key, place, revision: revision, outcome))
            }
            outcome = nil
        }
        result.text = rewriter.finish()
        return result
    }

    /// Gives what failed.
    private func rewrite(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
        _ replace: (Span<UInt8>) -> Void,
    ) throws -> String? {
        switch (direction, place) {
        case (_, .leftOut), (_, .system): return nil
        case (.encrypt, .object(let resource, _, _)):
            return try seal(key, stored, chains.chain(of: resource), replace)
        case (.decrypt, _), (.encrypt, .unknown):
            do throws(ClosedValue) {
                try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                    if opened.by != .identity { replace(plaintext) }
                    outcome = .opened(opened.by, isDoubtful: opened.doubt != nil)
                }
                return nil
            } catch {
                outcome = .refused(error.message)
                return error.message
            }
        }
    }

    private func seal(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ chain: ProviderChain?,
        _ replace: (Span<UInt8>) -> Void,
    ) throws -> String? {
        guard !StoredHeader.isEncrypted(stored) else { return "encrypted already" }
        guard let chain, chain.writerKind != .identity else { return nil }
        do throws(SealFailure) {
            try judge.seal(stored, etcdKey: key, with: chain, replace)
            return nil
        } catch {
            throw Failure("\(EtcdKeyText.both(Array(copying: key)).text): \(error)")
        }
    }
}
