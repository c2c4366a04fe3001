import EncryptionConfig
import Planning

/// A file and what there is to say about it.
struct JudgedFile {
    let file: String
    var report: ConfigurationReport
    /// The step to it, where one was asked for and can be judged.
    var step: Step?
    /// Where the step begins.
    var previous: String?
}

/// Findings for people: place, message, the line with a caret, and the way out.
struct FindingsText {
    let style: Style

    func render(_ judged: JudgedFile) -> String {
        let file = ShownText.line(judged.file)
        var text = ""
        for finding in judged.report.findings { text += render(finding, file) }
        let hash = style.paint("hash:", .faint)
        return text + verdict(judged.report, file) + "  \(hash) \(judged.report.hash)\n"
    }

    private func render(_ finding: Finding, _ file: String) -> String {
        var place = file
        if let line = finding.line { place += ":\(line)" }
        if let column = finding.column { place += ":\(column)" }
        let severity = style.paint(finding.severity.rawValue + ":", color(finding.severity))
        let rule = style.paint("[\(finding.rule.rawValue)]", .faint)
        var text = "\(style.paint(place + ":", .bold)) \(severity) \(finding.message) \(rule)\n"
        if let excerpt = finding.excerpt, let line = finding.line {
            let number = String(line)
            let space = String(repeating: " ", count: number.utf8.count)
            let lead = String(repeating: " ", count: excerpt.caret)
            text += "  \(style.paint(number + " |", .faint)) \(excerpt.text)\n"
            text += "  \(space) \(style.paint("|", .faint)) \(lead)"
            text += style.paint("^", color(finding.severity)) + "\n"
        }
        if let path = finding.path { text += "  \(style.paint("field:", .faint)) \(path)\n" }
        if let hint = RemedyText.hint(of: finding) {
            text += "  \(style.paint("hint:", .cyan)) \(hint)\n"
        }
        return text
    }

    private func verdict(_ report: ConfigurationReport, _ file: String) -> String {
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let count = report.findings.count { $0.severity == severity }
            return count == 0 ? nil : Numbers.count(count, severity.rawValue)
        }
        let found = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
        guard report.isValid else {
            let word = style.paint("invalid", .red)
            return "\(file): \(word), kube-apiserver would refuse it\(found)\n"
        }
        let names = report.resources.map { $0.isEmpty ? "''" : ShownText.name($0) }
        let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return "\(file): \(style.paint("valid", .green)) for \(shown)\(found)\n"
    }

    private func color(_ severity: Finding.Severity) -> Style.Color {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .info: .cyan
        }
    }
}

/// A file's findings for programs: an element of `validate -o json`.
struct FindingsReport: Encodable {
    struct Element: Encodable {
        let severity: String
        let rule: String
        let path: String?
        let line: Int?
        let column: Int?
        let message: String
        let hint: String?

        init(_ finding: Finding) {
            severity = finding.severity.rawValue
            rule = finding.rule.rawValue
            path = finding.path
            line = finding.line
            column = finding.column
            message = finding.message
            hint = RemedyText.hint(of: finding)
        }
    }

    let file: String
    let valid: Bool
    let hash: String
    let resources: [String]
    let findings: [Element]
    let step: StepReport?

    init(_ judged: JudgedFile) {
        file = judged.file
        valid = judged.report.isValid
        hash = judged.report.hash
        resources = judged.report.resources.map(SafeText.data)
        findings = judged.report.findings.map(Element.init)
        step = judged.step.map { step in
            StepReport(
                step,
                from: judged.previous ?? "",
                to: judged.file,
                // The one thing that only a reload refuses.
                reloads: !judged.report.findings.contains { $0.rule == .kmsNameReload }
            )
        }
    }
}
