internal import EncryptionConfig
internal import EtcdModel
internal import Providers
internal import Survey

/// Finds backslides that lie in the store, without a watch: values of another class than the
/// writer's that are newer than the run.
actor BackslideSearch: EntryWorker {
    struct Found: Sendable {
        let slid: WriterTest.Slid
        let key: [UInt8]
        let revision: Revision
    }

    private let test: WriterTest
    private let start: Revision

    init(_ job: RotationJob, _ start: Revision) {
        test = job.makeWriterTest()
        self.start = start
    }

    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> [Found] {
        var found: [Found] = []
        try batch.forEach { key, stored, facts in
            guard facts.modRevision > start, let slid = test.slid(key, stored) else { return }
            found.append(
                Found(slid: slid, key: Array(copying: key), revision: facts.modRevision)
            )
        }
        return found
    }
}

extension RotationJob {
    func makeWriterTest() -> WriterTest {
        WriterTest(chains: chains, prefix: prefix, filter: filter)
    }

    /// Forgets values on a KEK that their writer's plugin has named since: somebody heard of it first.
    func forgive(_ ledger: BackslideLedger) {
        guard let keyring = chains.keyring else { return }
        ledger.forget { resource, key in
            guard let keyID = key.keyID,
                let plugin = chains.chain(of: resource)?.providers.first?.kms,
                plugin.name == key.name
            else { return false }
            return keyring.hasNamed(keyID, of: plugin)
        }
    }

    /// Walks the store once for what the ledger does not know yet.
    func search(
        _ store: any RewritableStore,
        _ ledger: BackslideLedger,
        _ stop: StopSignal,
    ) async throws {
        try await Engine(workerCount: options.workerCount).run(
            over: try await store.entries(),
            makeWorker: { BackslideSearch(self, ledger.start) },
            consume: { found in
                try stop.check()
                for one in found { ledger.add(one.slid, one.key, at: one.revision) }
            },
        )
    }
}
