import Compliance
import Providers
import Survey

/// A report as Markdown: headings, lists and tables that GitHub and GitLab show.
struct MarkdownReport {
    private let content: ReportContent

    init(_ content: ReportContent) { self.content = content }

    func text() -> String {
        var text = "# \(escaped(content.title))\n\n\(escaped(content.subtitle))\n"
        for section in content.sections {
            text += "\n## \(escaped(section.title))\n"
            for block in section.blocks { text += "\n" + render(block) }
        }
        return text
    }

    private func render(_ block: ReportContent.Block) -> String {
        switch block {
        case .text(let text): escaped(text) + "\n"
        case .facts(let facts):
            facts.map { "- \(escaped($0.name)): \(escaped($0.value))\n" }.joined()
        case .list(let lines): lines.map { "- \(escaped($0))\n" }.joined()
        case .command(let text):
            // Indented text is code, whatever stands in it.
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.isEmpty ? "\n" : "    \(line)\n"
            }.joined()
        case .figures(let figures):
            figures.map { "\(Numbers.grouped($0.number)) \($0.name)" }.joined(separator: ", ")
                + "\n"
        case .table(let columns, let rows): table(columns, rows)
        case .bars(let bars, let kinds): table(bars, kinds)
        case .verdicts(let verdicts):
            table(
                ["Verdict", "Control", "Asks", "Rests on"].map { .init(title: $0) },
                verdicts.map {
                    [
                        ReportWords.standing($0.standing), $0.control, $0.asks,
                        $0.reasons.joined(separator: "; "),
                    ]
                }
            )
        }
    }

    private func table(_ bars: [ReportContent.Bar], _ kinds: [StoredKind]) -> String {
        let numbers =
            kinds.map(\.rawValue) + ["values", "current", "stale", "unreadable", "plaintext"]
        return table(
            [.init(title: "Resource")] + numbers.map { .init(title: $0, isNumber: true) },
            bars.map { bar in
                let tally = bar.tally
                let counts =
                    bar.parts.map(\.values) + [
                        tally.values, tally.current, tally.stale, tally.unreadable, tally.plaintext,
                    ]
                return [bar.resource] + counts.map(Numbers.grouped)
            }
        )
    }

    private func table(_ columns: [ReportContent.Column], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
        return line(columns.map { escaped($0.title) })
            + line(columns.map { $0.isNumber ? "---:" : "---" })
            + rows.map { line($0.map(escaped)) }.joined()
    }

    /// What Markdown or HTML in it could read as more than text.
    private func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "&": shown += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!":
                shown += "\\" + String(scalar)
            case "\n", "\r": shown += " "
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
