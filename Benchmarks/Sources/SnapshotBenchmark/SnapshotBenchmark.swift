import EtcdSnapshot
import Glibc
import Measuring

/// Measures what a snapshot costs to walk, against reading the mapped file once.
@main
struct SnapshotBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: SnapshotBenchmark SNAPSHOT")
            exit(64)
        }
        let path = CommandLine.arguments[1]
        let read = median { readOnce(path) }
        let bytes = try SnapshotFile(path: path).byteCount
        print("| what | ms | against one read |")
        print("|---|---|---|")
        row("read the mapped file once (\(bytes) bytes)", read, read)
        row("open and walk to the key space", try median { try keySpace(path) }, read)
        let space = try SnapshotFile(path: path).keySpace()
        row("go through \(space.count) entries", try median { try visit(space.records) }, read)
        row("sort by key", try median { _ = try space.sortedByKey() }, read)
        let sorted = try space.sortedByKey()
        row("go through them by key", try median { try visit(sorted) }, read)
        row("search for residue", try median { _ = try space.residue { _, _, _ in } }, read)
        print("\nprivate memory: \(privateMemory())")
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

    static func row(_ name: String, _ seconds: Double, _ read: Double) {
        let milliseconds = (seconds * 10_000).rounded() / 10
        print("| \(name) | \(milliseconds) | \((seconds / read * 100).rounded() / 100) × |")
    }

    static func privateMemory() -> String {
        let descriptor = open("/proc/self/status", O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = max(0, Glibc.read(descriptor, &bytes, bytes.count))
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("RssAnon") }.map(String.init) ?? "unknown"
    }
}
