import Measuring

/// Rows for people and for programs.
struct Table {
    let title: String
    let columns: [String]
    var rows: [[String]] = []

    init(_ title: String, _ columns: [String]) {
        self.title = title
        self.columns = columns
    }

    var markdown: String {
        let rule = columns.indices.map { $0 == 0 ? "---" : "---:" }
        let lines = [columns, rule] + rows
        return "### \(title)\n\n"
            + lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }

    /// Every row as an object; all values as they are shown.
    var json: String {
        let objects = rows.map { row in
            let members = zip(columns, row).map { "\"\($0)\":\"\($1)\"" }
            return "{\(members.joined(separator: ","))}"
        }
        return "\"\(title)\":[\n\(objects.joined(separator: ",\n"))\n]"
    }
}

func milliseconds(_ seconds: Double) -> String { fixed(seconds * 1000, seconds < 0.1 ? 1 : 0) }

func mebibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1_048_576, 1) }
