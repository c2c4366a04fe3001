import EncryptionConfig

/// Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.
enum GitHubAnnotations {
    static func text(_ judged: [JudgedFile]) -> String {
        judged.flatMap { file in file.report.findings.map { line($0, file.file) } }.joined()
    }

    private static func line(_ finding: Finding, _ file: String) -> String {
        var properties = [("file", file)]
        if let line = finding.line { properties.append(("line", "\(line)")) }
        if let column = finding.column { properties.append(("col", "\(column)")) }
        properties.append(("title", "kenc: \(finding.rule.rawValue)"))
        let shown = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
        var message = finding.message
        if let hint = RemedyText.hint(of: finding) { message += "\nhint: \(hint)" }
        return "::\(command(finding.severity)) \(shown)::\(data(message))\n"
    }

    private static func command(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "notice"
        }
    }

    /// The text behind the second `::`.
    private static func data(_ text: String) -> String { escaped(text, ["%", "\r", "\n"]) }

    /// The value of a property, which a colon or a comma would end.
    private static func property(_ text: String) -> String {
        escaped(text, ["%", "\r", "\n", ":", ","])
    }

    /// Scalar by scalar: a letter of several, such as a line's end in Windows, is escaped in each.
    private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if special.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        // Whatever else moves the cursor of who reads the log.
        return ShownText.line(escaped)
    }
}
