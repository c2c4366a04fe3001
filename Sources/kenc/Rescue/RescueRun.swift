import DurableFiles
import EtcdDump
import EtcdModel
import EtcdSnapshot
import KubernetesModel
import Providers
import Survey

/// The search for what opens the values that a configuration does not.
struct RescueRun {
    let store: OpenedStore
    let configurations: [LoadedConfiguration]
    /// Other snapshots, in the order given.
    let others: [SnapshotContents]
    let workerCount: Int
    let progress: ProgressWish

    /// What came of it.
    struct Outcome {
        var survey = Survey()
        var closed: [ClosedEntry] = []
        var versions = ServedVersions()
    }

    private var chains: [ResourceChains] { configurations.map(\.chains) }

    /// Searches, and writes the newest readable version of each such value.
    func run(into dump: DumpFile?) async throws -> Outcome {
        let keys = RescueKeys(chains)
        var outcome = try await look(keys, dump)
        try store.check(outcome.survey.shape)
        if let contents = store.snapshot {
            try await search(contents, .history, &outcome.closed, keys)
        }
        for (position, contents) in others.enumerated() {
            try await search(contents, .snapshot(position), &outcome.closed, keys)
        }
        if let dump {
            if let contents = store.snapshot {
                try await fetch(contents, .history, outcome.closed, dump)
            }
            for (position, contents) in others.enumerated() {
                try await fetch(contents, .snapshot(position), outcome.closed, dump)
            }
        }
        if !store.isSorted {
            outcome.closed.sort { $0.key.lexicographicallyPrecedes($1.key) }
            outcome.survey.sortReports()
        }
        return outcome
    }

    private func look(_ keys: RescueKeys, _ dump: DumpFile?) async throws -> Outcome {
        var outcome = Outcome()
        let line = ProgressLine("tried", expected: store.entries.expectedEntries, wish: progress)
        defer { line.finish() }
        try await Engine(workerCount: workerCount).run(
            over: store.entries,
            makeWorker: { RescueWorker(store, chains, keys) },
            consume: { part in
                line.add(part.survey.shape.entries)
                outcome.survey.add(part.survey)
                outcome.closed += part.closed
                outcome.versions.learn(part.versions)
                try dump?.add(part.rescued)
            },
        )
        outcome.survey.sighting = await store.entries.sighting
        return outcome
    }

    /// The walks in which versions lie: of the store's own file the older ones, else all.
    private func walks(
        _ contents: SnapshotContents,
        _ place: ClosedEntry.Place
    ) throws -> [SnapshotStore] {
        let history = try contents.history()
        return place == .history ? [history] : [history, try contents.store(ordered: false)]
    }

    private func search(
        _ contents: SnapshotContents,
        _ place: ClosedEntry.Place,
        _ closed: inout [ClosedEntry],
        _ keys: RescueKeys,
    ) async throws {
        let open = closed.indices.filter { closed[$0].version?.place != .stored }
        guard !open.isEmpty else { return }
        let wanted = VersionWorker.Wanted(
            keys: Dictionary(open.map { (closed[$0].key, $0) }) { first, _ in first },
            below: place == .history ? closed.map(\.modRevision) : nil
        )
        for walk in try walks(contents, place) {
            let line = ProgressLine(
                "tried",
                unit: "revision",
                expected: walk.expectedEntries,
                wish: progress
            )
            defer { line.finish() }
            try await Engine(workerCount: workerCount).run(
                over: walk,
                makeWorker: {
                    VersionWorker(wanted, in: place, below: store.prefix, chains, keys)
                },
                consume: { part in
                    line.add(part.count)
                    for found in part.found { closed[found.index].offer(found.version) }
                },
            )
        }
    }

    private func fetch(
        _ contents: SnapshotContents,
        _ place: ClosedEntry.Place,
        _ closed: [ClosedEntry],
        _ dump: DumpFile,
    ) async throws {
        var chosen: [[UInt8]: Revision] = [:]
        for entry in closed {
            guard let version = entry.version, version.place == place else { continue }
            chosen[entry.key] = version.modRevision
        }
        guard !chosen.isEmpty else { return }
        for walk in try walks(contents, place) {
            try await Engine(workerCount: workerCount).run(
                over: walk,
                makeWorker: { ChosenVersionWorker(chosen) },
                consume: { try dump.add($0) },
            )
        }
    }
}

/// A dump that is being written, entry after entry.
final class DumpFile {
    private let file: WholeFile
    private var isEmpty = true

    init(_ file: WholeFile) throws {
        self.file = file
        try file.write(DumpText.beginning)
    }

    func add(_ text: DumpText) throws {
        guard !text.bytes.isEmpty else { return }
        if !isEmpty { try file.write(DumpText.separator) }
        isEmpty = false
        try file.write(text.bytes)
    }

    func finish() throws {
        try file.write(DumpText.end)
        try file.finish()
    }
}
