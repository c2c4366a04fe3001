import Fleet
import KubernetesModel
import Planning
import Survey

/// Where a rotation stands, as programs read it, and people.
struct StatusReport: PrintedReport {
    struct Proof: Encodable {
        let kind: String
        let message: String
        var file: String?
        var stage: Int?
        var servers: [String]?
        var values: Int?
        var stale: Int?
        var unreadable: Int?
    }

    enum CodingKeys: CodingKey {
        case stage, stages, done, possible, goal, next, proof, missing, misfits, fleet, evidence
    }

    private let words: StatusWords
    private let fleet: FleetReport?
    private let evidence: Evidence?
    private let next: StatusWords.Next

    init(_ words: StatusWords, _ fleet: FleetVerdict?, _ evidence: Evidence?) {
        self.words = words
        self.evidence = evidence
        next = words.next
        let last = words.record.plan.generations.count - 1
        self.fleet = fleet.map { FleetReport($0, file: words.record.name(ofGeneration: last)) }
    }

    /// The stage where one is certain; at the end the last one.
    private var stage: Int? {
        let standing = words.standing
        if let stage = standing.stage { return stage }
        guard standing.possible == [standing.count + 1], standing.count > 0 else { return nil }
        return standing.count
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let standing = words.standing
        try container.encode(stage, forKey: .stage)
        try container.encode(standing.count, forKey: .stages)
        try container.encode(standing.isDone, forKey: .done)
        try container.encode(standing.possible.filter { $0 <= standing.count }, forKey: .possible)
        try container.encode(words.record.goal, forKey: .goal)
        try container.encode(next, forKey: .next)
        try container.encode(standing.proofs.map(proof), forKey: .proof)
        try container.encode(standing.gaps.map(words.words), forKey: .missing)
        try container.encode(standing.misfits.map(words.words), forKey: .misfits)
        try container.encodeIfPresent(fleet, forKey: .fleet)
        try container.encodeIfPresent(evidence.map(EvidenceRecord.init), forKey: .evidence)
    }

    private func proof(_ proof: StandingProof) -> Proof {
        let message = words.words(proof)
        switch proof {
        case .fileIntact(let name): return Proof(kind: "file", message: message, file: name)
        case .servers(let generation, let names):
            return Proof(
                kind: "servers",
                message: message,
                file: words.record.name(ofGeneration: generation),
                servers: names
            )
        case .rewrite(let stage, let count):
            return Proof(
                kind: "values",
                message: message,
                stage: stage,
                values: count.values,
                stale: count.stale,
                unreadable: count.unreadable
            )
        }
    }

    // MARK: For people

    var text: String {
        let style = Style.standardOutput
        let standing = words.standing
        var text =
            "\(ShownText.line(words.record.directory)), \(ShownText.line(words.record.goal)): "
        text += style.paint(verdict, standing.isDone ? .green : .yellow) + "\n\n"
        for (index, work) in words.record.plan.stages.enumerated() {
            let number = index + 1
            let mark = number == standing.stage ? ">" : " "
            text += "\(mark) \(number)  \(Self.what(work))\(state(number))\n"
        }
        if !standing.proofs.isEmpty { text += "\nseen:\n" }
        let files = standing.proofs.filter { if case .fileIntact = $0 { true } else { false } }
        for proof in standing.proofs where !files.contains(proof) {
            text += line(words.words(proof))
        }
        if !files.isEmpty {
            text += line(
                files.count == words.record.files.count
                    ? "the plan's files are as they were planned"
                    : "of the plan's \(Numbers.count(words.record.files.count, "file")), "
                        + "\(Numbers.grouped(files.count)) as planned"
            )
        }
        if let evidence { text += line(EvidenceText(evidence).extent) }
        if !standing.gaps.isEmpty { text += "\n" + style.paint("not known:", .yellow) + "\n" }
        for gap in standing.gaps { text += line(words.words(gap)) }
        if !standing.misfits.isEmpty {
            text += "\n" + style.paint("fits no stage:", .red) + "\n"
        }
        for misfit in standing.misfits { text += line(words.words(misfit)) }
        text += "\n" + WrappedText.labelled("next", next.why, indent: 6)
        if let command = next.command { text += ShellText.labelled("run", command, indent: 6) }
        return text
    }

    private var verdict: String {
        let standing = words.standing
        if standing.isDone { return "done" }
        if !standing.misfits.isEmpty { return "fits no stage of the plan" }
        if let stage = standing.stage { return "in stage \(stage) of \(standing.count)" }
        let stages = standing.possible.map { $0 > standing.count ? "done" : "\($0)" }
        return "unknown, one of: \(stages.joined(separator: ", "))"
    }

    private func state(_ number: Int) -> String {
        let standing = words.standing
        guard standing.misfits.isEmpty, let first = standing.possible.min(), number < first else {
            return ""
        }
        if case .rewrite? = words.record.plan.work(number), words.isDoubtful(number + 1) {
            return "  not proven"
        }
        return "  done"
    }

    private static func what(_ work: WrittenPlan.Work) -> String {
        switch work {
        case .rollout(let file, _): "rollout     \(ShownText.line(file))"
        case .rewrite(_, let resources):
            "rewrite     "
                + (resources.isEmpty
                    ? "everything stale" : resources.map(\.description).joined(separator: ", "))
        case .backup: "backup"
        case .compaction: "compaction"
        }
    }

    private func line(_ text: String) -> String {
        WrappedText.labelled(" ", ShownText.line(text), indent: 2)
    }
}
