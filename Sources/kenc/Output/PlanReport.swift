import EncryptionConfig
import KubernetesModel
import Planning
import Survey

/// A plan as programs read it, and people.
struct PlanReport: PrintedReport {
    struct Start: Encodable {
        let file: String
        let hash: String
        /// Its copy in the folder, where it lies in the store.
        var copy: String?
    }

    struct Stage: Encodable {
        let number: Int
        let kind: String
        let file: String?
        let hash: String?
        let config: String?
        let resources: [String]?
        let why: String
        let check: String
        let back: String
        let query: String?
        let commands: [String]

        init(_ stage: PlanFiles.Stage, _ words: PlanWords) {
            number = stage.number
            file = stage.name
            hash = stage.hash
            query = stage.hash.map(PlanWords.query)
            switch stage.work {
            case .rollout:
                (kind, config, resources) = ("rollout", nil, nil)
            case .rewrite(let selectors):
                (kind, config, resources) = ("rewrite", stage.inForce, selectors.map(\.name))
            case .backup: (kind, config, resources) = ("backup", nil, nil)
            case .compaction: (kind, config, resources) = ("compaction", nil, nil)
            }
            why = words.why(stage)
            check = words.check(stage)
            back = words.back(stage)
            commands = words.commands(stage)
        }
    }

    let from: Start
    let goal: String
    let stages: [Stage]
    let evidence: EvidenceRecord?
    let note: String?
    private let basis: PlanBasis?

    init(
        _ words: PlanWords,
        _ files: PlanFiles,
        from source: ConfigurationSource,
        at path: String,
        _ basis: PlanBasis?
    ) {
        from = Start(
            file: path,
            hash: source.configuration.hash,
            copy: words.note == nil ? nil : files.start?.name
        )
        goal = words.goal
        note = words.note
        stages = files.stages.map { Stage($0, words) }
        evidence = basis.map { EvidenceRecord($0.evidence) }
        self.basis = basis
        isWritten = words.directory != nil
    }

    private let isWritten: Bool

    enum CodingKeys: CodingKey {
        case from
        case goal
        case stages
        case evidence
        case note
    }

    var text: String {
        let style = Style.standardOutput
        let count = stages.isEmpty ? "nothing to do" : Numbers.count(stages.count, "stage")
        var text = "\(ShownText.line(from.file)), \(goal): \(count)\n"
        if let basis {
            text += "\(Numbers.count(basis.values, "value")) "
            text += EvidenceText(basis.evidence).text(style)
        }
        for stage in stages {
            let what =
                stage.file ?? stage.resources.map { names in
                    names.isEmpty ? "everything stale" : names.joined(separator: ", ")
                } ?? ""
            text += "\n" + style.paint("\(stage.number)  \(stage.kind)  \(what)", .bold) + "\n"
            if let hash = stage.hash { text += "   \(hash)\n" }
            text += WrappedText.labelled("   why", stage.why, indent: 10)
            for command in stage.commands {
                text += ShellText.labelled("   run", command, indent: 10)
            }
            text += WrappedText.labelled("   check", stage.check, indent: 10)
            if let hash = stage.hash {
                let lines = PlanWords.shownQuery(hash)
                text += "   query  \(lines.joined(separator: "\n            "))\n"
            }
            text += WrappedText.labelled("   back", stage.back, indent: 10)
        }
        if let note { text += "\n" + WrappedText.labelled("note", note, indent: 6) }
        if !isWritten, stages.contains(where: { $0.file != nil }) {
            text += "\nthe files are not kept: add --directory FOLDER to write them\n"
        }
        return text
    }
}

/// A goal that cannot be reached safely.
struct RefusedPlan: PrintedReport {
    struct Refusal: Encodable {
        let why: String
        let instead: String
    }

    let from: PlanReport.Start
    let goal: String
    let refused: Refusal

    init(
        _ words: PlanWords,
        _ source: ConfigurationSource,
        at path: String,
        _ refusal: PlanRefusal
    ) {
        let (why, instead) = Self.words(refusal)
        self.init(goal: words.goal, source, at: path, why: why, instead: instead)
    }

    init(goal: String, _ source: ConfigurationSource, at path: String, why: String, instead: String)
    {
        from = PlanReport.Start(file: path, hash: source.configuration.hash)
        self.goal = goal
        refused = Refusal(why: why, instead: instead)
    }

    var text: String {
        "\(ShownText.line(from.file)), \(goal): refused\n\n"
            + WrappedText.labelled("   why", refused.why, indent: 12)
            + WrappedText.labelled("   instead", refused.instead, indent: 12)
    }

    private static func words(_ refusal: PlanRefusal) -> (why: String, instead: String) {
        switch refusal {
        case .sameNameOtherBytes(let key, let resource):
            (
                "\(resource): \(key) would keep its name and get another secret, and stored values "
                    + "name their key by name alone",
                "give the new secret a name of its own; then both can be read while values move"
            )
        case .unreadable(let values):
            (
                "\(Numbers.count(values, "value")) of the store cannot be read with the file in "
                    + "force, and may need a key that seems unused",
                "find out with 'kenc scan' what they are on, and mend or delete them first"
            )
        case .needsStore:
            (
                "only a whole store proves that nothing needs a key",
                "name one with --snapshot FILE, --dump FILE or --endpoints URL, its whole prefix"
            )
        case .nothingToRotate:
            (
                "nothing that is asked for is written with a key",
                "begin to encrypt with --encrypt RESOURCE"
            )
        case .pluginRotatesItself(let name):
            (
                "the kms plugin \(SafeText.name(name.text)) writes, and its key is not in the file",
                "rotate the key inside the plugin and plan the rewrite with --kek "
                    + "\(SafeText.name(name.text)), or leave the plugin with --provider secretbox"
            )
        case .unknownPlugin(let name):
            (
                "no resource is written by a kms plugin called \(SafeText.name(name.text))",
                "take the name as the file has it"
            )
        case .keyExists(let name):
            (
                "the file has a key called \(SafeText.name(name.text)) already",
                "choose a --key-name that no value can be on"
            )
        case .unsafe(let resource):
            (
                "no order of files keeps \(resource) readable on every API server",
                "split the goal, and plan one resource at a time"
            )
        case .notWritable(let refusal):
            (
                Failure(refusal: refusal, in: "a file of the plan").message,
                Failure(refusal: refusal, in: "").hint
                    ?? "edit the file by hand, and plan with --to"
            )
        }
    }
}
