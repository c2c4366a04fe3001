internal import EtcdModel

/// Hears of every write while a run goes on, and notes those that are backslides.
actor BackslideWatch {
    private let test: WriterTest
    private let ledger: BackslideLedger

    init(_ job: RotationJob, _ ledger: BackslideLedger) {
        test = job.makeWriterTest()
        self.ledger = ledger
    }

    /// Watches until the task is cancelled; where that cannot be had, the ledger knows why.
    nonisolated func run(_ store: any WatchableStore, _ ranges: [KeyRange]) async {
        do {
            try await store.watch(ranges, from: ledger.start.next) { news in
                await self.take(news.changes)
                return .goOn
            }
        } catch {
            if !Task.isCancelled { ledger.lostWatch(error) }
        }
    }

    private func take(_ changes: [StoreChange]) {
        for change in changes {
            guard let value = change.stored?.value,
                let slid = test.slid(change.key.span, value.span)
            else { continue }
            ledger.add(slid, change.key, at: change.revision)
        }
    }
}
