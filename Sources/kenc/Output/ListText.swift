import EncryptionConfig
import KubernetesModel
import Providers
import Rotation
import Survey

/// The rows of a list, as they come.
struct ListText {
    private let format: OutputFormat
    private let isJudged: Bool
    private var isFirst = true
    private var table: StreamedTable

    init(_ format: OutputFormat, isJudged: Bool) {
        self.format = format
        self.isJudged = isJudged
        var columns: [(title: String, alignment: Table.Alignment)] = [
            ("RESOURCE", .left), ("NAMESPACE", .left), ("NAME", .left), ("PROVIDER", .left),
            ("KEY", .left), ("BYTES", .right), ("REVISION", .right),
        ]
        if isJudged { columns.append(("STATE", .left)) }
        table = StreamedTable(columns)
    }

    var opening: String { format == .json ? "[" : "" }

    var closing: String { format == .json ? (isFirst ? "]\n" : "\n]\n") : "" }

    mutating func add(_ rows: [ListRow]) -> [UInt8] {
        switch format {
        case .table, .yaml, .raw, .base64, .name, .jsonObject:
            return Array(table.add(rows.map(cells)).utf8)
        case .jsonl:
            var lines = JSONLines()
            for row in rows { lines.add(row) }
            return lines.bytes
        case .json:
            var text: [UInt8] = []
            for row in rows {
                var line = JSONLines()
                line.add(row)
                text += (isFirst ? "\n  " : ",\n  ").utf8
                text += line.bytes.dropLast()
                isFirst = false
            }
            return text
        }
    }

    private func cells(_ row: ListRow) -> [String] {
        let place =
            row.resource == nil
            ? [
                row.isSystem ? "(system)" : "(unknown)", "-",
                EtcdKeyText.both(row.key).text,
            ]
            : [row.resource?.description ?? "-", row.namespace ?? "-", row.name ?? "-"]
        var cells =
            place.map(ShownText.line) + [
                row.by.kind.rawValue, ShownText.line(row.by.name?.description ?? "-"),
                Numbers.grouped(row.bytes), String(row.revision),
            ]
        if isJudged { cells.append(state(row)) }
        return cells
    }

    private func state(_ row: ListRow) -> String {
        if let failure = row.failure { return failure.failure.code }
        return row.isStale.map { $0 ? "stale" : "current" } ?? "-"
    }
}

extension JSONLines {
    /// A line of `list -o jsonl`, its fields in the order of their names.
    fileprivate mutating func add(_ row: ListRow) {
        begin()
        field("bytes", row.bytes)
        if let closed = row.failure { error(closed) }
        etcdKey(row.key.span)
        if let name = row.by.name { field("keyName", name.description) }
        if let name = row.name { field("name", name) }
        if let namespace = row.namespace { field("namespace", namespace) }
        field("provider", row.by.kind.rawValue)
        if let resource = row.resource { field("resource", resource.description) }
        field("revision", Int(row.revision))
        if let isStale = row.isStale { field("stale", isStale) }
        if row.isSystem { field("system", true) }
        if row.resource == nil, !row.isSystem { field("unknown", true) }
        endLine()
    }
}
