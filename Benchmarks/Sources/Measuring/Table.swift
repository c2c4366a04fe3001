import Glibc

/// Rows for people and for programs.
public struct Table {
    /// What stands above it.
    public let title: String
    /// What stands above each column.
    public let columns: [String]
    /// The rows; all values as they are shown.
    public var rows: [[String]] = []

    /// Makes a table without rows.
    public init(_ title: String, _ columns: [String]) {
        self.title = title
        self.columns = columns
    }

    private var markdown: String {
        let rule = columns.indices.map { $0 == 0 ? "---" : "---:" }
        let lines = [columns, rule] + rows
        return "### \(title)\n\n"
            + lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }

    /// Every row as an object.
    private var json: String {
        let objects = rows.map { row in
            let members = zip(columns, row).map { "\"\($0)\":\"\($1)\"" }
            return "{\(members.joined(separator: ","))}"
        }
        return "\"\(title)\":[\n\(objects.joined(separator: ",\n"))\n]"
    }

    /// Prints the tables for people, and writes them for programs to `path` if there is one.
    public static func publish(_ tables: [Table], json path: String?) {
        print(tables.map(\.markdown).joined(separator: "\n"), terminator: "")
        guard let path else { return }
        guard let file = fopen(path, "w") else {
            print("cannot write \(path)")
            exit(1)
        }
        fputs("{\(tables.map(\.json).joined(separator: ",\n"))}\n", file)
        fclose(file)
    }
}

/// Seconds as milliseconds.
public func milliseconds(_ seconds: Double) -> String {
    fixed(seconds * 1000, seconds < 0.1 ? 1 : 0)
}

/// Bytes as MiB.
public func mebibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1_048_576, 1) }
