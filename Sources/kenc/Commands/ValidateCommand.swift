import ArgumentParser
import EncryptionConfig
import KubernetesModel
import Planning

/// Says what kube-apiserver would say to a configuration.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "The API server's verdict on each file, plus advice",
        usage: "kenc validate <file> ... [<options>]",
        discussion: """
            Judges EncryptionConfiguration files as kube-apiserver 1.36 does when it starts, names \
            every error with its place, and warns of what the server lets through. Secrets are \
            never shown. A comment '# kenc:ignore RULE' beside a line, or alone above it, leaves \
            that rule's advice out.

            Exit status: 0 every file is valid, 1 a file could not be read or is too large, 2 a \
            file is invalid, or with --strict has a warning or comes by an unsafe step.

            EXAMPLES
              kenc validate /etc/kubernetes/encryption.yaml
              kenc validate --previous old.yaml new.yaml
              kenc validate --previous old.yaml --resource pods new.yaml -o json
              kenc validate --strict -o json *.yaml
              kenc validate -o sarif --ignore file-mode --output kenc.sarif *.yaml
              kenc validate -o github --ignore file-mode --strict *.yaml
              kenc validate --strict --ignore identity-first new.yaml
              envsubst < template.yaml | kenc validate -
            """,
    )

    @Argument(
        help: ArgumentHelp("A configuration; '-' is standard input.", valueName: "file"),
        completion: .file(),
    )
    var files: [String]

    @Flag(help: "Warnings count for the exit status.")
    var strict = false

    @Option(
        help: ArgumentHelp("Leave this rule's advice out; repeatable.", valueName: "rule")
    )
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp("Count this rule's advice as a warning; repeatable.", valueName: "rule")
    )
    var raise: [String] = []

    @Option(file: "Also judge the step from this configuration to the new one.", valueName: "old")
    var previous: String?

    @Option(
        name: .customLong("resource"),
        help: ArgumentHelp(
            "Judge the step for this resource too; repeatable, commas allowed.",
            valueName: "name"
        )
    )
    var resources: [String] = []

    @OptionGroup var gates: FeatureGateOptions

    @OptionGroup var destination: OutputOptions<Formats.Validate>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce(files + [previous])
        try destination.keepApart(
            from: files.map { ("a file that is read", $0) } + [("--previous", previous)]
        )
        if !resources.isEmpty, previous == nil {
            throw ValidationError("--resource is about a step and goes with --previous")
        }
        try ResourceNames.check(resources)
        _ = try rules(ignore, "--ignore")
        _ = try rules(raise, "--raise")
    }

    private func rules(_ names: [String], _ option: String) throws -> Set<Rule> {
        let words = names.flatMap { $0.split(separator: ",").map(String.init) }
        return Set(
            try words.map { name in
                guard let rule = Rule(rawValue: name) else {
                    throw ValidationError(
                        "\(option) takes a rule's name, as it stands in brackets behind a message"
                    )
                }
                guard rule.severity != .error else {
                    throw ValidationError(
                        "\(option) is about advice: \(name) is part of the API server's verdict"
                    )
                }
                return rule
            }
        )
    }

    func run() async throws {
        let gates = try gates.parsed()
        var failures = 0
        func judge(_ path: String) -> JudgedFile? {
            do {
                return JudgedFile(
                    file: path,
                    report: try ConfigurationFile.judge(path, gates)
                )
            } catch let failure as Failure {
                StandardError.error(failure.message, hint: failure.hint)
            } catch {
                StandardError.error("cannot read \(path)")
            }
            failures += 1
            return nil
        }
        let old = previous.flatMap(judge)
        var judged = files.compactMap(judge)
        if let old {
            let further = try ResourceNames.selectors(
                resources,
                ([old] + judged).compactMap(\.report.configuration)
            )
            judged = judged.map { addStep(from: old, to: $0, further) }
        }
        judged = addDifferences(judged)
        let (ignored, raised) = (try rules(ignore, "--ignore"), try rules(raise, "--raise"))
        for index in judged.indices {
            judged[index].report.weigh(ignoring: ignored, raising: raised)
        }
        let (results, isComplete) = (judged, failures == 0)
        try destination.write(
            results.map(FindingsReport.init),
            sarif: { try JSONOutput.text(SARIFReport.log(results, isComplete: isComplete)) },
            github: { GitHubAnnotations.text(results) },
            text: { results.map(FindingsText(style: .standardOutput).render).joined() }
        )
        if failures > 0 {
            try StandardOutput.flush()
            Process.exit(.failed)
        }
        let isFound = judged.contains { file in
            !file.report.isValid
                || strict && file.report.findings.contains { $0.severity == .warning }
                || strict && file.step.map { !$0.isSafe } ?? false
        }
        if isFound { throw FoundSomething() }
    }

    private func addStep(
        from old: JudgedFile,
        to new: JudgedFile,
        _ further: [ResourceSelector]
    ) -> JudgedFile {
        var report = new.report
        var step: Step?
        if let before = old.report.configuration {
            if let after = new.report.configuration {
                let judged = Step(from: before, to: after, and: further)
                report.add(judged.findings)
                step = judged
            }
        } else {
            let name = ShownText.line(old.file)
            report.add([
                Finding(
                    .stepOldInvalid,
                    "\(name) is invalid, so the step from it cannot be judged",
                    remedy: .validateThePreviousFile
                )
            ])
        }
        var judged = JudgedFile(file: new.file, report: report)
        judged.step = step
        judged.previous = old.file
        return judged
    }

    /// API servers that hold different files disagree over what they can read.
    private func addDifferences(_ judged: [JudgedFile]) -> [JudgedFile] {
        guard let first = judged.first else { return judged }
        return judged.map { file in
            guard file.report.hash != first.report.hash else { return file }
            var report = file.report
            report.add([
                Finding(
                    .filesDiffer,
                    "the hash differs from that of \(ShownText.line(first.file))",
                    hint: "copies for several API servers have to be the same byte for byte"
                )
            ])
            var judged = file
            judged.report = report
            return judged
        }
    }
}
