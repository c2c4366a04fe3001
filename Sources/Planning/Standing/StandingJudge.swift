/// Says in which stage of a plan a cluster is, from nothing but what can be seen now.
///
/// Each stage in turn is held against what was seen: a stage is possible when no server has a file
/// that servers do not have in it, nothing before it is seen to be undone, and it is not itself seen
/// to be done. What was not seen rules nothing out.
public struct StandingJudge: Sendable {
    /// What has become of a file of the plan.
    public enum FileState: Sendable, Hashable {
        case intact
        case changed
        case missing
    }

    private let plan: WrittenPlan
    private let settling: Double

    /// Makes a judge.
    ///
    /// - Parameters:
    ///   - plan: What the folder says.
    ///   - settling: How many seconds a request that began under the file before may still write.
    public init(_ plan: WrittenPlan, settling: Double = 60) {
        self.plan = plan
        self.settling = settling
    }

    /// The verdict.
    ///
    /// - Parameters:
    ///   - files: What has become of every file that the plan names.
    ///   - fleet: What was seen of the servers; nil where nobody asked.
    ///   - store: What was seen of the store, which has to be looked at after the servers.
    /// - Returns: Which stages are possible, and all that speaks for it and against it.
    public func judge(
        files: [(name: String, state: FileState)],
        fleet: FleetSight?,
        store: StoreSight?,
    ) -> Standing {
        var sight = StandingSight(plan, fleet, store, settling: settling)
        var misfits: [StandingMisfit] = files.compactMap { file in
            switch file.state {
            case .intact: nil
            case .changed: .fileChanged(file.name)
            case .missing: .fileMissing(file.name)
            }
        }
        let end = plan.stages.count + 1
        // What comes behind a stage that nothing shows is out of sight.
        let last = plan.stages.firstIndex(where: \.isUnseen).map { $0 + 1 } ?? end
        var possible = (1...last).filter(sight.fits)
        if sight.isOnlyUnsettled, let first = possible.first { possible = [first] }
        misfits += sight.hidden
        if possible.isEmpty { misfits += sight.misfits }
        if possible == [last], last < end { sight.note(.unseen(last)) }
        return Standing(
            possible: misfits.isEmpty ? possible : [],
            gaps: sight.gaps,
            misfits: misfits,
            proofs: files.filter { $0.state == .intact }.map { .fileIntact($0.name) }
                + sight.proofs,
            count: plan.stages.count
        )
    }
}

/// What was seen, held against one stage after the other.
struct StandingSight {
    private enum Rewrite {
        case done
        case undone(StandingCount)
        case unknown
    }

    private let plan: WrittenPlan
    private let fleet: FleetSight?
    private let store: StoreSight?
    private(set) var gaps: [StandingGap] = []
    private(set) var proofs: [StandingProof] = []
    private var rewrites: [Int: Rewrite] = [:]

    init(_ plan: WrittenPlan, _ fleet: FleetSight?, _ store: StoreSight?, settling: Double) {
        self.plan = plan
        self.fleet = fleet
        self.store = store
        noteFleet()
        guard
            plan.stages.contains(where: { if case .rewrite = $0 { true } else { false } })
        else { return }
        if store == nil { note(.storeNotRead) }
        if let store, !store.isConclusive { note(.storeInPart) }
        for stage in plan.stages.indices.map({ $0 + 1 }) {
            guard case .rewrite(let file, let resources)? = plan.work(stage) else { continue }
            let generation = plan.generation(before: stage)
            let hash = plan.generations[generation]
            guard let store else {
                rewrites[stage] = .unknown
                continue
            }
            guard let count = store.count(under: hash, resources) else {
                note(.noFile(file))
                rewrites[stage] = .unknown
                continue
            }
            proofs.append(.rewrite(stage: stage, count))
            let sealed = store.sealedByPlugins(under: hash)
            if sealed > 0 { note(.plugins(values: sealed)) }
            if sealed > 0, count.stale == 0, count.unreadable <= sealed {
                rewrites[stage] = .unknown
            } else if count.stale > 0 || count.unreadable > 0 {
                rewrites[stage] = .undone(count)
            } else if store.isConclusive, isSettled(on: generation, for: settling) {
                rewrites[stage] = .done
            } else {
                rewrites[stage] = .unknown
            }
        }
    }

    mutating func note(_ gap: StandingGap) {
        if !gaps.contains(gap) { gaps.append(gap) }
    }

    /// Whether waiting is all that is missing.
    var isOnlyUnsettled: Bool {
        gaps.allSatisfy { if case .unsettled = $0 { true } else { false } } && !gaps.isEmpty
    }

    private mutating func noteFleet() {
        guard let fleet else { return note(.fleetNotAsked) }
        for (generation, hash) in plan.generations.enumerated() {
            let names = fleet.servers.filter { $0.applied == .file(hash) }.map(\.name)
            if !names.isEmpty { proofs.append(.servers(generation: generation, names: names)) }
        }
        let untold = fleet.servers.filter { $0.applied == .untold }.map(\.name)
        if !untold.isEmpty { note(.untold(untold)) }
        if fleet.mayMissSome || fleet.servers.isEmpty { note(.unknownServers) }
    }

    /// A write that began under the file before may come late: while all servers are on the file of
    /// a rewrite, a look at the store proves nothing before that time has passed.
    private mutating func isSettled(on generation: Int, for settling: Double) -> Bool {
        guard let fleet, fleet.isOnly(plan.generations[generation]),
            let newest = fleet.servers.compactMap(\.since).max()
        else { return true }
        guard let time = store?.time else {
            note(.storeAge)
            return false
        }
        guard newest + settling > time else { return true }
        note(.unsettled(seconds: Int((newest + settling - time).rounded(.up))))
        return false
    }

    // MARK: One stage

    func fits(_ stage: Int) -> Bool {
        fleetFits(stage)
            && rewrites.allSatisfy { number, rewrite in
                switch rewrite {
                case .done: number != stage
                case .undone: number >= stage
                case .unknown: true
                }
            }
    }

    private func fleetFits(_ stage: Int) -> Bool {
        guard let fleet else { return true }
        let before = plan.generation(before: stage)
        var allowed = [plan.generations[before]]
        if case .rollout(_, let hash)? = plan.work(stage) {
            allowed.append(hash)
            if fleet.isOnly(hash) { return false }
        }
        return fleet.servers.allSatisfy { server in
            switch server.applied {
            case .file(let hash): allowed.contains(hash)
            case .nothing: false
            case .untold: true
            }
        }
    }

    // MARK: No stage

    /// Files in force under which values cannot be read that can be read.
    var hidden: [StandingMisfit] {
        guard let fleet, let store else { return [] }
        return plan.generations.enumerated().compactMap { generation, hash in
            guard fleet.servers.contains(where: { $0.applied == .file(hash) }) else { return nil }
            let values = store.hidden(under: hash)
            return values > 0 ? .hidden(generation: generation, values: values) : nil
        }
    }

    /// Why no stage fits.
    var misfits: [StandingMisfit] {
        var misfits: [StandingMisfit] = []
        var found: [(generation: Int, name: String)] = []
        for server in fleet?.servers ?? [] {
            switch server.applied {
            case .untold: break
            case .nothing: misfits.append(.noConfiguration(server: server.name))
            case .file(let hash):
                if let generation = plan.generations.lastIndex(of: hash) {
                    found.append((generation, server.name))
                } else {
                    misfits.append(.foreignFile(server: server.name, hash: hash))
                }
            }
        }
        let generations = found.map(\.generation)
        if let older = generations.min(), let newer = generations.max(), newer - older > 1 {
            let behind = found.filter { $0.generation < newer - 1 }.map(\.name)
            misfits.append(.apart(older: older, newer: newer, behind: behind))
        }
        for (stage, rewrite) in rewrites.sorted(by: { $0.key < $1.key }) {
            guard case .undone(let count) = rewrite,
                generations.contains(where: { $0 > plan.generation(before: stage) })
            else { continue }
            misfits.append(.rewriteSkipped(stage: stage, count))
        }
        return misfits
    }
}
