import KubernetesModel
import Planning

/// What there is to say about where a rotation stands.
struct StatusWords {
    /// What to do next.
    struct Next: Encodable {
        let kind: String
        @NullIfNone var command: String?
        let why: String
    }

    let record: PlanRecord
    let standing: Standing
    /// The options that name servers and store.
    let given: [String]
    let servers: ServerOptions
    let store: StoreOptions

    // MARK: What was seen

    func words(_ proof: StandingProof) -> String {
        switch proof {
        case .fileIntact(let name): "\(name) is as it was planned"
        case .servers(let generation, let names):
            "\(Numbers.count(names.count, "API server")) \(names.count == 1 ? "is" : "are") on "
                + "\(name(generation)): \(Self.list(names))"
        case .rewrite(let stage, let count):
            "\(left(count)) under \(fileOfRewrite(stage))"
        }
    }

    private func left(_ count: StandingCount) -> String {
        var text = "\(Numbers.count(count.values, "value")): \(Numbers.grouped(count.stale)) stale"
        if count.unreadable > 0 { text += ", \(Numbers.grouped(count.unreadable)) unreadable" }
        return text
    }

    func words(_ gap: StandingGap) -> String {
        switch gap {
        case .fleetNotAsked: "no API server was asked which file it has"
        case .untold(let names): "not told which file they have: \(Self.list(names))"
        case .unknownServers: "there may be API servers that nobody asked: see 'kenc fleet'"
        case .storeNotRead: "no store was looked at, so nobody knows what values are on"
        case .storeInPart: "only a part of the store was seen"
        case .storeAge: "nothing says whether the store is from after the servers took the file"
        case .unsettled(let seconds):
            "a request that began under the file before may still write for "
                + "\(Numbers.count(seconds, "second"))"
                + (store.isLive ? "" : ": the store was taken too early to prove anything")
        case .noFile(let name): "without \(ShownText.line(name)) nobody knows what is stale"
        case .plugins(let values):
            "\(Numbers.count(values, "value")) can be judged by the kms plugin alone"
        case .unseen(let stage):
            "neither servers nor values show whether stage \(stage) was done, or what comes after"
        }
    }

    func words(_ misfit: StandingMisfit) -> String {
        switch misfit {
        case .fileChanged(let name):
            "\(ShownText.line(name)) has other bytes than were planned: its hash is another"
        case .fileMissing(let name): "\(ShownText.line(name)) of the plan is gone"
        case .foreignFile(let server, let hash):
            "\(server) has a file that is none of the plan's: \(ShownText.line(hash))"
        case .noConfiguration(let server):
            "\(server) runs without an encryption configuration"
        case .apart(let older, let newer, _):
            "API servers are on \(name(older)) and on \(name(newer)), and between these is a file "
                + "that all need first"
        case .rewriteSkipped(let stage, let count):
            "API servers are past stage \(stage), and it is not done: \(left(count)) under "
                + fileOfRewrite(stage)
        case .hidden(let generation, let values):
            "API servers on \(name(generation)) cannot read \(Numbers.count(values, "value")) that "
                + "another file of the plan opens"
        }
    }

    private func name(_ generation: Int) -> String {
        ShownText.line(record.name(ofGeneration: generation))
    }

    private func fileOfRewrite(_ stage: Int) -> String {
        guard case .rewrite(let file, _)? = record.plan.work(stage) else { return "" }
        return ShownText.line(file)
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ")
            + (names.count > 5 ? " and \(names.count - 5) more" : "")
    }

    // MARK: What is next

    var next: Next {
        if let misfit = standing.misfits.first { return next(misfit) }
        if standing.isDone {
            return Next(kind: "done", command: nil, why: "every stage is done, and proven to be")
        }
        if case .unsettled(let seconds)? = standing.gaps.first(where: isUnsettled) {
            return Next(
                kind: "wait",
                command: "sleep \(seconds); \(status)",
                why: store.isLive
                    ? words(.unsettled(seconds: seconds))
                    : "\(words(.unsettled(seconds: seconds))); take it again"
            )
        }
        guard let stage = standing.stage, !isDoubtful(stage) else { return ask }
        return next(stage)
    }

    private var ask: Next {
        Next(
            kind: "ask",
            command: status,
            why: "unknown: " + standing.gaps.map(words).joined(separator: "; ")
        )
    }

    private func isUnsettled(_ gap: StandingGap) -> Bool {
        if case .unsettled = gap { true } else { false }
    }

    /// Whether a file that forgets would go out before it is known that nothing needs what it drops.
    func isDoubtful(_ stage: Int) -> Bool {
        guard record.plan.stages.prefix(stage - 1).contains(where: isRewrite) else { return false }
        return standing.gaps.contains { gap in
            switch gap {
            case .storeNotRead, .storeInPart, .storeAge, .noFile, .plugins: true
            default: false
            }
        }
    }

    private func isRewrite(_ work: WrittenPlan.Work) -> Bool {
        if case .rewrite = work { true } else { false }
    }

    private func next(_ stage: Int) -> Next {
        switch record.plan.work(stage) {
        case .rollout(let file, let hash)?:
            let on = standing.proofs.compactMap { proof in
                if case .servers(let generation, let names) = proof,
                    record.plan.generations[generation] == hash
                {
                    names.count
                } else {
                    nil
                }
            }.reduce(0, +)
            let isAfterRewrite = record.plan.stages.prefix(stage - 1).contains(where: isRewrite)
            return Next(
                kind: "rollout",
                command: fleet(file),
                why: (on == 0
                    ? "no API server is on \(ShownText.line(file)) yet"
                    : "\(Numbers.count(on, "API server")) \(on == 1 ? "is" : "are") on "
                        + ShownText.line(file))
                    + ": put it on every one; the command waits for that"
                    + (isAfterRewrite && on == 0
                        ? "; not before two compaction intervals since the rewrite, 10 minutes by "
                            + "default"
                        : "")
            )
        case .rewrite(let file, let resources)?:
            return rewrite(stage, file, resources.map(\.description))
        case .compaction?, .backup?:
            let commands = record.commands[stage - 1]
            return Next(
                kind: record.plan.work(stage) == .backup ? "backup" : "compaction",
                command: commands.isEmpty ? nil : commands.joined(separator: " && "),
                why: words(.unseen(stage))
            )
        case nil: return ask
        }
    }

    private func rewrite(_ stage: Int, _ file: String, _ resources: [String]) -> Next {
        let count = standing.proofs.compactMap { proof in
            if case .rewrite(stage, let count) = proof { count } else { nil }
        }.first
        if let count, count.stale == 0, count.unreadable > 0 {
            return Next(
                kind: "mend",
                command: command("kenc scan --config \(path(file))", store.given, orStore: true),
                why: "\(left(count)): what cannot be read cannot be rewritten either, so mend or "
                    + "delete it"
            )
        }
        let planned = record.commands[stage - 1].filter { !$0.hasPrefix("kenc ") }
        let names = resources.map { " --resource \(ShellText.word($0))" }.joined()
        return Next(
            kind: "rewrite",
            command: planned.isEmpty
                ? command(
                    "kenc rotate --config \(path(file))\(names)\(PlanWords.rotateWord(record.goal))",
                    (store.isLive ? store.given : ["--endpoints", "URL"])
                        + (servers.metrics.isEmpty ? servers.given : []),
                    orStore: false
                ) : planned.joined(separator: " && "),
            why: count.map {
                "\(left($0)) under \(ShownText.line(file)), which every API server has"
            }
                ?? "every API server is on \(ShownText.line(file))"
        )
    }

    private func next(_ misfit: StandingMisfit) -> Next {
        switch misfit {
        case .fileChanged, .fileMissing:
            Next(
                kind: "mend",
                command: nil,
                why: words(misfit) + "; put back the folder as it was written, or plan again from "
                    + "the file that the API servers have"
            )
        case .foreignFile, .noConfiguration:
            Next(
                kind: "mend",
                command: newest.map { fleet(record.name(ofGeneration: $0)) },
                why: words(misfit) + "; find out why, and give this server "
                    + (newest.map { "\(name($0)) as the others" } ?? "the file of its stage")
            )
        case .apart(_, let newer, let behind):
            Next(
                kind: "rollout",
                command: fleet(record.name(ofGeneration: newer - 1)),
                why: words(misfit) + "; put \(name(newer - 1)) on \(Self.list(behind)) now"
            )
        case .rewriteSkipped(let stage, _):
            Next(
                kind: "rollout",
                command: fleet(fileOfRewrite(stage)),
                why: words(misfit) + "; put that file on every API server again, then rewrite"
            )
        case .hidden(let generation, _):
            Next(
                kind: "rollout",
                command: fleet(record.name(ofGeneration: better(than: generation))),
                why: words(misfit) + "; put \(name(better(than: generation))) on them"
            )
        }
    }

    /// The newest file that servers are on.
    private var newest: Int? {
        standing.proofs.compactMap { proof in
            if case .servers(let generation, _) = proof { generation } else { nil }
        }.max()
    }

    /// The file that reads most: the one of the rewrite, or the next.
    private func better(than generation: Int) -> Int {
        let last = record.plan.generations.count - 1
        guard generation == last, last > 0 else { return min(generation + 1, last) }
        return last - 1
    }

    // MARK: Commands

    private func path(_ name: String) -> String { ShellText.word(record.path(name)) }

    private func fleet(_ name: String) -> String {
        let isHere = record.files.contains { $0.name == name }
        let file = isHere ? path(name) : ShellText.word(name)
        let wait = servers.urls.isEmpty && servers.kubeconfig == nil ? [] : ["--wait", "15m"]
        return command(
            "kenc fleet --config \(file)",
            (given.isEmpty ? ["--server", "URL,…", "--endpoints", "URL"] : given) + wait,
            orStore: false
        )
    }

    /// The same question again, with what was missing.
    private var status: String {
        var words = given
        if !servers.isGiven { words = ["--server", "URL,…"] + words }
        return command(
            "kenc status --plan \(ShellText.word(record.directory))",
            words,
            orStore: true
        )
    }

    private func command(_ start: String, _ words: [String], orStore: Bool) -> String {
        let isNamed = store.isGiven || store.isLive
        let all = words + (orStore && !isNamed ? ["--endpoints", "URL"] : [])
        let shown = all.map { $0 == "URL,…" ? $0 : ShellText.word($0) }
        return ([start] + shown).joined(separator: " ")
    }
}
