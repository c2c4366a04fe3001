import EncryptionConfig
import KubernetesModel
import Providers
import Survey

/// The rows of a list, as they come.
struct ListText {
    private enum Shape {
        case table
        case lines
        case array
    }

    private let shape: Shape
    private let isJudged: Bool
    private var isFirst = true
    private var table: StreamedTable
    private var shownName = ShownName()

    init(_ format: OutputFormat, isJudged: Bool) throws {
        shape = try format.render(table: { .table }, json: { .array }, jsonl: { .lines })
        self.isJudged = isJudged
        var columns: [TableColumn] = [
            .text("RESOURCE", least: 12), .text("NAMESPACE", least: 9),
            .text("NAME", least: 18, keeps: .both), .text("PROVIDER"), .text("KEY", least: 9),
            .number("BYTES", rank: 3), .number("REVISION", rank: 4), .text("CREATED", rank: 2),
        ]
        if isJudged { columns.append(.text("STATE", least: 12)) }
        table = StreamedTable(columns)
    }

    var opening: String { shape == .array ? "[" : "" }

    var closing: String { shape == .array ? (isFirst ? "]\n" : "\n]\n") : "" }

    mutating func add(_ rows: [ListRow]) -> [UInt8] {
        switch shape {
        case .table:
            var cells = TableCells()
            for row in rows { add(row, to: &cells) }
            return table.add(cells)
        case .lines:
            var lines = JSONLines()
            for row in rows { lines.add(row) }
            return lines.bytes
        case .array:
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

    private mutating func add(_ row: ListRow, to cells: inout TableCells) {
        if let resource = row.resource {
            cells.add(ShownText.line(resource.description))
            add(row.namespace, of: row, to: &cells)
            add(row.name, of: row, to: &cells)
        } else {
            cells.add(row.isSystem ? "(system)" : "(unknown)")
            cells.add("-")
            cells.add(ShownText.line(EtcdKeyText.both(row.key).text))
        }
        cells.add(row.by.kind.rawValue)
        cells.add(ShownText.line(row.by.name.map { shownName.text($0) } ?? "-"))
        cells.add(Numbers.grouped(row.bytes))
        cells.add(String(row.revision))
        cells.add(created(row))
        if isJudged { cells.add(state(row)) }
    }

    /// A part of the row's key.
    private func add(_ part: Range<Int>?, of row: ListRow, to cells: inout TableCells) {
        guard let part else {
            cells.add("-")
            return
        }
        let text = row.key[part]
        if ShownText.isPlain(text) {
            cells.add(plain: text)
        } else {
            cells.add(ShownText.line(String(decoding: text, as: UTF8.self)))
        }
    }

    /// The day is enough for people; `-o wide` has the time.
    private func created(_ row: ListRow) -> String {
        guard let created = row.created else { return "-" }
        return Screen.isWide ? created : String(created.prefix(10))
    }

    private func state(_ row: ListRow) -> String {
        if let failure = row.failure { return "unreadable: \(failure.failure.shortWords)" }
        return row.isStale.map { $0 ? "stale" : "current" } ?? "-"
    }
}

extension OpenFailure {
    /// A cell's worth of words.
    fileprivate var shortWords: String {
        switch self {
        case .noMatchingProvider: "provider missing"
        case .noChainForResource: "no entry for it"
        case .unknownKeyName: "key missing"
        case .truncated: "cut off"
        case .blockSize: "wrong length"
        case .padding, .authenticationFailed: "wrong key or damaged"
        case .kms: "kms plugin"
        case .malformed: "damaged"
        case .needsEtcdKey: "etcd key needed"
        case .library: "OpenSSL failed"
        }
    }
}

extension JSONLines {
    /// A line of `list -o jsonl`, its fields in the order of their names.
    fileprivate mutating func add(_ row: ListRow) {
        begin()
        field("bytes", row.bytes)
        if let created = row.created { field("created", created) }
        if let closed = row.failure { error(closed) }
        etcdKey(row.key.span)
        if let keyID = row.by.keyID { field("keyID", keyID.text) }
        if let name = row.by.name { field("keyName", name) }
        if let name = row.name { field("name", row.key[name]) }
        if let namespace = row.namespace { field("namespace", row.key[namespace]) }
        field("provider", row.by.kind.rawValue)
        if let resource = row.resource { field("resource", resource.description) }
        field("revision", Int(row.revision))
        if let isStale = row.isStale { field("stale", isStale) }
        if row.isSystem { field("system", true) }
        if row.resource == nil, !row.isSystem { field("unknown", true) }
        endLine()
    }
}
