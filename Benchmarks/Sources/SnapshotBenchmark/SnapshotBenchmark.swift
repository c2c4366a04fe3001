import EtcdSnapshot
import Glibc
import Measuring

/// Measures what a snapshot costs to walk, against reading the mapped file once.
///
/// `SnapshotBenchmark SNAPSHOT [--json FILE]`.
@main
struct SnapshotBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 || arguments.count == 4 && arguments[2] == "--json" else {
            print("usage: SnapshotBenchmark SNAPSHOT [--json FILE]")
            exit(64)
        }
        let path = arguments[1]
        let read = median { readOnce(path) }
        let bytes = try SnapshotFile(path: path).byteCount
        var table = Table(
            "Walking \(bytes) bytes",
            ["what", "ms", "GB per second", "against one read"]
        )
        func row(_ name: String, _ seconds: Double) {
            table.rows.append([
                name, milliseconds(seconds), fixed(Double(bytes) / seconds / 1e9, 1),
                fixed(seconds / read, 2),
            ])
        }
        row("read the mapped file once", read)
        row("open and walk to the key space", try median { try keySpace(path) })
        let space = try SnapshotFile(path: path).keySpace()
        row("go through \(space.count) entries", try median { try visit(space.records) })
        row("sort by key", try median { _ = try space.sortedByKey() })
        let sorted = try space.sortedByKey()
        row("go through them by key", try median { try visit(sorted) })
        row("search for residue", try median { _ = try space.residue { _, _, _ in } })
        Table.publish([table], json: arguments.count == 4 ? arguments[3] : nil)
    }

    static func keySpace(_ path: String) throws {
        _ = try SnapshotFile(path: path).keySpace().count
    }

    static func visit(_ records: SnapshotRecords) throws {
        var sum = 0
        try records.forEach { key, value, _ in
            sum &+= key.count
            if !value.isEmpty { sum &+= Int(value[0]) }
        }
        guard sum != 0 || records.count == 0 else { exit(1) }
    }

    /// The median of nine runs, in seconds.
    static func median(_ body: () throws -> Void) rethrows -> Double {
        try Measuring.median((0..<9).map { _ in try seconds(body) })
    }
}
