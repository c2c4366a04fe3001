import Compliance
import EncryptionConfig
import FoundationEssentials
import KeyMaterial
import Providers
import Survey

/// A report as one page of HTML: no script, nothing that is fetched, and nothing in it that was not
/// escaped.
struct HTMLReport {
    private let content: ReportContent

    init(_ content: ReportContent) { self.content = content }

    /// The page.
    ///
    /// Its policy lets a browser take this style sheet and nothing else: were there markup in a name
    /// all the same, it could do nothing.
    func text() throws -> String {
        let style = HTMLReportStyle.sheet
        let digest = Data(try Digest.sha256(Array(style.utf8).span)).base64EncodedString()
        let sections = content.sections.map(section).joined()
        let links = content.sections.map { section in
            "<li><a href=\"#\(Self.anchor(section.title))\">\(Self.escaped(section.title))</a></li>"
        }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; \
            form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(Self.escaped(content.title)): \(Self.escaped(content.subtitle))</title>
            <style>\(style)</style>
            </head>
            <body>
            <header>
            <h1>\(Self.escaped(content.title))</h1>
            <p class="sub">\(Self.escaped(content.subtitle))</p>
            <nav aria-label="Sections"><ul>\(links)</ul></nav>
            </header>
            <main>
            \(sections)</main>
            </body>
            </html>

            """
    }

    private func section(_ section: ReportContent.Section) -> String {
        let anchor = Self.anchor(section.title)
        let blocks = section.blocks.map { block($0, section.title) }.joined()
        return """
            <section id="\(anchor)" aria-labelledby="\(anchor)-h">
            <h2 id="\(anchor)-h">\(Self.escaped(section.title))</h2>
            \(blocks)</section>

            """
    }

    private func block(_ block: ReportContent.Block, _ title: String) -> String {
        switch block {
        case .text(let text): "<p>\(Self.escaped(text))</p>\n"
        case .command(let text): "<pre tabindex=\"0\">\(Self.escaped(text))</pre>\n"
        case .list(let lines):
            "<ul class=\"plain\">"
                + lines.map { "<li>\(Self.escaped($0))</li>" }.joined(separator: "\n") + "</ul>\n"
        case .facts(let facts):
            "<dl class=\"facts\">"
                + facts.map { fact in
                    "<dt>\(Self.escaped(fact.name))</dt><dd>\(Self.escaped(fact.value))</dd>"
                }.joined(separator: "\n") + "</dl>\n"
        case .figures(let figures): "<dl class=\"figures\">\(figures.map(figure).joined())</dl>\n"
        case .verdicts(let verdicts):
            "<ul class=\"verdicts\">\n\(verdicts.map(verdict).joined())</ul>\n"
        case .table(let columns, let rows): table(columns, rows, title)
        case .bars(let bars, let kinds): legend(bars, kinds) + picture(bars)
        }
    }

    private func figure(_ figure: ReportContent.Figure) -> String {
        let mark = figure.isBad && figure.number > 0 ? " class=\"bad\"" : ""
        return "<div\(mark)><dt>\(Self.escaped(figure.name))</dt>"
            + "<dd>\(Numbers.grouped(figure.number))</dd></div>"
    }

    private func verdict(_ verdict: ReportContent.Verdict) -> String {
        let (mark, sign) =
            switch verdict.standing {
            case .met: ("met", "✓")
            case .notMet: ("not-met", "✕")
            case .notAssessed: ("open", "–")
            }
        let reasons = verdict.reasons.map { "<li>\(Self.escaped($0))</li>" }.joined()
        return """
            <li class="\(mark)"><p class="head">\
            <span class="chip"><span aria-hidden="true">\(sign)</span> \
            \(ReportWords.standing(verdict.standing))</span> \
            <span class="control">\(Self.escaped(verdict.control))</span></p>\
            <p class="asks">\(Self.escaped(verdict.asks))</p><ul>\(reasons)</ul></li>

            """
    }

    private func table(
        _ columns: [ReportContent.Column],
        _ rows: [[String]],
        _ title: String,
    ) -> String {
        func mark(_ column: ReportContent.Column) -> String {
            column.isNumber ? " class=\"n\"" : column.isWord ? " class=\"w\"" : ""
        }
        let head = columns.map { column in
            "<th scope=\"col\"\(mark(column))>"
                + "\(Self.escaped(column.title))</th>"
        }.joined()
        let body = rows.map { row in
            "<tr>"
                + zip(columns, row).map { column, cell in
                    "<td\(mark(column))>\(Self.escaped(cell))</td>"
                }.joined() + "</tr>\n"
        }.joined()
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(Self.escaped(title))">\
            <table><thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)</tbody></table></div>

            """
    }

    // MARK: - Resources by provider

    private func legend(_ bars: [ReportContent.Bar], _ kinds: [StoredKind]) -> String {
        let items = kinds.map { kind in
            let values = bars.reduce(0) { sum, bar in
                sum + bar.parts.reduce(0) { $0 + ($1.kind == kind ? $1.values : 0) }
            }
            return """
                <li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">\
                <rect class="\(Self.mark(kind))" width="10" height="10"/></svg>\
                \(Self.name(kind)) <b>\(Numbers.grouped(values))</b></li>
                """
        }.joined()
        return "<ul class=\"legend\">\(items)</ul>\n"
    }

    private func picture(_ bars: [ReportContent.Bar]) -> String {
        "<ul class=\"bars\">\n\(bars.map(row).joined())</ul>\n"
    }

    private func row(_ bar: ReportContent.Bar) -> String {
        let parts = bar.parts.filter { $0.values > 0 }
        let words = parts.map { "\(Self.name($0.kind)) \(Numbers.grouped($0.values))" }
        var states = [Numbers.count(bar.tally.values, "value")]
        for (count, name) in [
            (bar.tally.current, "current"), (bar.tally.stale, "stale"),
        ] where count > 0 {
            states.append("\(Numbers.grouped(count)) \(name)")
        }
        var text = Self.escaped(states.joined(separator: ", "))
        if bar.tally.unreadable > 0 {
            text +=
                ", <strong class=\"bad\">\(Numbers.grouped(bar.tally.unreadable)) unreadable</strong>"
        }
        return """
            <li><span class="name">\(Self.broken(bar.resource))</span>\
            <span class="drawn"><svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" \
            aria-label="\(Self.escaped(words.joined(separator: ", ")))">\(rectangles(parts))</svg>\
            <span class="parts">\(Self.escaped(words.joined(separator: " · ")))</span></span>\
            <span class="states">\(text)</span></li>

            """
    }

    /// In thousandths, the rest to the last part; none so narrow that it could not be seen.
    private func rectangles(_ parts: [(kind: StoredKind, values: Int)]) -> String {
        let total = parts.reduce(0.0) { $0 + Double($1.values) }
        guard total > 0 else { return "" }
        var widths = parts.map { max(6, (Double($0.values) / total * 1000).rounded()) }
        let excess = widths.reduce(0, +) - 1000
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] -= excess
        }
        var start = 0.0
        return zip(parts, widths).map { part, width in
            defer { start += width }
            return "<rect class=\"\(Self.mark(part.kind))\" x=\"\(Int(start))\" "
                + "width=\"\(Int(width))\" height=\"10\"/>"
        }.joined()
    }

    /// The class of a provider's colour: a word of ours, whatever the store says.
    private static func mark(_ kind: StoredKind) -> String {
        switch kind {
        case .known(.aescbc): "k-aescbc"
        case .known(.aesgcm): "k-aesgcm"
        case .known(.secretbox): "k-secretbox"
        case .known(.kms): "k-kms"
        case .known(.identity): "k-plain"
        default: "k-other"
        }
    }

    private static func name(_ kind: StoredKind) -> String {
        kind == .identity ? "plaintext" : escaped(kind.rawValue)
    }

    // MARK: - Text

    /// A name that may go on in the next line behind a dot.
    private static func broken(_ name: String) -> String {
        escaped(name).replacing(".", with: ".<wbr>")
    }

    private static func anchor(_ title: String) -> String {
        String(title.lowercased().map { $0.isLetter && $0.isASCII ? $0 : "-" })
    }

    /// Text that stays text in an element and in an attribute, and that turns nothing around it.
    static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "\"": shown += "&quot;"
            case "'": shown += "&#39;"
            case "\n": shown += "\n"
            // Marks that change the direction of what stands beside them.
            case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                shown += "\u{FFFD}"
            default:
                let isControl = scalar.properties.generalCategory == .control
                shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
            }
        }
        return shown
    }
}
