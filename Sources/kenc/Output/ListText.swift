import ArgumentParser
import KubernetesStorage
import Rotation

/// How a list looks.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case jsonl
}

/// The rows of a list, as they come.
struct ListText {
    private let format: ListFormat
    private let isJudged: Bool
    private var isFirst = true
    private var table: StreamedTable

    init(_ format: ListFormat, isJudged: Bool) {
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

    mutating func add(_ rows: [ListRow]) throws -> String {
        switch format {
        case .table: return table.add(rows.map(cells))
        case .jsonl:
            return try rows.map { try JSONOutput.text(Element($0), pretty: false) }.joined()
        case .json:
            return try rows.map { row in
                defer { isFirst = false }
                let text = try JSONOutput.text(Element(row), pretty: false).dropLast()
                return (isFirst ? "\n  " : ",\n  ") + text
            }.joined()
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
                row.by.provider, ShownText.line(row.by.keyName ?? "-"),
                Numbers.grouped(row.bytes), String(row.revision),
            ]
        if isJudged { cells.append(state(row)) }
        return cells
    }

    private func state(_ row: ListRow) -> String {
        if let failure = row.failure { return failure.code }
        return row.isStale.map { $0 ? "stale" : "current" } ?? "-"
    }

    private struct Element: Encodable {
        struct Failure: Encodable {
            let code: String
            let message: String
        }

        let key: String
        let keyBase64: String?
        let resource: String?
        let system: Bool?
        let unknown: Bool?
        let namespace: String?
        let name: String?
        let provider: String
        let keyName: String?
        let bytes: Int
        let revision: Int64
        let stale: Bool?
        let error: Failure?

        init(_ row: ListRow) {
            (key, keyBase64) = EtcdKeyText.both(row.key)
            resource = row.resource?.description
            system = row.isSystem ? true : nil
            unknown = row.resource == nil && !row.isSystem ? true : nil
            namespace = row.namespace
            name = row.name
            provider = row.by.provider
            keyName = row.by.keyName
            bytes = row.bytes
            revision = row.revision
            stale = row.isStale
            error = row.failure.map { Failure(code: $0.code, message: $0.message) }
        }
    }
}
