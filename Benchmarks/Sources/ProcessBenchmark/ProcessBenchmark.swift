import Glibc
import Measuring

/// Measures whole processes: kenc over generated snapshots and dumps, and how it starts.
///
/// `ProcessBenchmark --kenc FILE --generator FILE --folder DIR --interposer LIBRARY
///  [--counts N,N] [--runs N] [--json FILE]`
@main
struct ProcessBenchmark {
    private let kenc: String
    private let stores: Stores
    private let allocations: AllocationCount
    private let counts: [Int]
    private let runs: Int

    static func main() throws {
        var options: [String: String] = [:]
        var arguments = CommandLine.arguments.dropFirst()
        while let name = arguments.popFirst() {
            options[name] = arguments.popFirst()
        }
        guard let kenc = options["--kenc"], let generator = options["--generator"],
            let folder = options["--folder"], let interposer = options["--interposer"]
        else { throw Failure("--kenc, --generator, --folder and --interposer are needed") }
        let counts = (options["--counts"] ?? "10000,100000,1000000").split(separator: ",")
        let benchmark = ProcessBenchmark(
            kenc: kenc,
            stores: Stores(folder: folder, generator: generator),
            allocations: AllocationCount(interposer: interposer, folder: folder),
            counts: counts.compactMap { Int($0) }.sorted(),
            runs: options["--runs"].flatMap { Int($0) } ?? 5
        )
        Table.publish(try benchmark.tables(), json: options["--json"])
    }

    private init(
        kenc: String,
        stores: Stores,
        allocations: AllocationCount,
        counts: [Int],
        runs: Int
    ) {
        self.kenc = kenc
        self.stores = stores
        self.allocations = allocations
        self.counts = counts
        self.runs = runs
    }

    private func tables() throws -> [Table] {
        var rotations = Table(
            "Rotating a snapshot of 1 KiB values (dry run) against its floor",
            [
                "provider", "values", "ms", "CPU ms", "C loop, CPU ms", "one read, CPU ms",
                "ratio", "ratio of CPU", "ms without hash", "ratio without hash",
                "ratio of CPU without hash", "target",
            ]
        )
        var scans = Table(
            "Scanning a snapshot without configuration against walking it",
            [
                "values", "walk, ms", "one read, ms", "scan, ms", "ratio",
                "scan without hash, ms", "ratio without hash",
            ]
        )
        var commands = Table(
            "Commands over generated stores of 1 KiB values",
            [
                "command", "store", "values", "ms", "CPU ms", "values per second",
                "private memory, MiB", "bytes per value", "allocations per further value",
            ]
        )
        var copies = Table(
            "Copies of a snapshot of 1 KiB values, on the same disk, against its dry run",
            [
                "command", "values", "ms", "CPU ms", "dry run, ms", "ratio", "ratio of CPU",
                "private memory, MiB", "target",
            ]
        )
        for count in counts {
            // One provider is enough where only size matters.
            for provider in count == 100_000 ? ["aescbc", "aesgcm", "secretbox"] : ["aescbc"] {
                let store = try stores.make(provider, count)
                defer { stores.remove(store) }
                try measureRotation(store, &rotations)
                guard provider == "aescbc" else { continue }
                try measureScan(store, &scans)
                try measureCommands(store, &commands)
                try measureCopies(store, &copies)
            }
        }
        return [try startUp(), rotations, growth(rotations), scans, commands, copies]
    }

    /// The times of a command in fewer rounds where one is long.
    private func rounds(_ count: Int) -> Int { count >= 1_000_000 ? max(3, runs / 2) : runs }

    private func measureRotation(_ store: Stores.Store, _ table: inout Table) throws {
        let floor = try Floor(store.provider)
        let command = [
            kenc, "rotate", "--dry-run", "--config", store.rotated, "--snapshot", store.snapshot,
        ]
        _ = try Child.run(command)
        var loops: [Double] = []
        var reads: [Double] = []
        var runs: [Run] = []
        var bare: [Run] = []
        for _ in 0..<rounds(store.count) {
            loops.append(try processorSeconds { try floor.cryptography(store.count) })
            reads.append(processorSeconds { readOnce(store.snapshot) })
            runs.append(try Child.run(command))
            bare.append(try Child.run(command + ["--skip-hash-check"]))
        }
        let cores = Double(Floor.cores)
        let floors = zip(loops, reads).map { $0 / cores + $1 }
        func ratio(_ runs: [Run], _ time: (Run) -> Double) -> String {
            fixed(median(zip(runs, floors).map { time($0) / $1 }), 2)
        }
        table.rows.append([
            store.provider, "\(store.count)", milliseconds(median(runs.map(\.wall))),
            milliseconds(median(runs.map(\.cpu))), milliseconds(median(loops)),
            milliseconds(median(reads)), ratio(runs, \.wall), ratio(runs) { $0.cpu / cores },
            milliseconds(median(bare.map(\.wall))), ratio(bare, \.wall),
            ratio(bare) { $0.cpu / cores }, store.count == 100_000 ? "≤ 1.5" : "",
        ])
    }

    /// How much longer ten times as many values take.
    private func growth(_ rotations: Table) -> Table {
        var table = Table("Growth of the dry run", ["values", "against a tenth", "target"])
        let rows = rotations.rows.filter { $0[0] == "aescbc" }
        for row in rows {
            guard let count = Int(row[1]), let time = Double(row[2]),
                let smaller = rows.first(where: { Int($0[1]).map { $0 * 10 } == count }),
                let smallerTime = Double(smaller[2])
            else { continue }
            table.rows.append([row[1], fixed(time / smallerTime, 1) + " ×", "≤ 11 ×"])
        }
        return table
    }

    private func measureScan(_ store: Stores.Store, _ table: inout Table) throws {
        let command = [kenc, "scan", "--snapshot", store.snapshot]
        var walks: [Double] = []
        var reads: [Double] = []
        var scans: [Double] = []
        var bare: [Double] = []
        for _ in 0..<rounds(store.count) + 1 {
            walks.append(try seconds { try Floor.walk(store.snapshot) })
            reads.append(seconds { readOnce(store.snapshot) })
            scans.append(try Child.run(command).wall)
            bare.append(try Child.run(command + ["--skip-hash-check"]).wall)
        }
        func ratio(_ times: [Double]) -> String {
            fixed(median(times.indices.map { times[$0] / walks[$0] }), 2)
        }
        table.rows.append([
            "\(store.count)", milliseconds(median(walks)), milliseconds(median(reads)),
            milliseconds(median(scans)), ratio(scans), milliseconds(median(bare)), ratio(bare),
        ])
    }

    private func measureCommands(_ store: Stores.Store, _ table: inout Table) throws {
        for (kind, path) in [("snapshot", store.snapshot), ("dump", store.dump)] {
            let source = ["--\(kind)", path]
            let commands: [(String, [String])] = [
                ("scan", ["scan"] + source),
                ("scan --config", ["scan", "--config", store.config] + source),
                (
                    "rotate --dry-run",
                    ["rotate", "--dry-run", "--config", store.rotated] + source
                ),
                (
                    "decrypt -o jsonl",
                    ["decrypt", "--config", store.config, "-o", "jsonl"] + source
                ),
                ("list", ["list"] + source),
            ]
            for (name, arguments) in commands {
                let command = [kenc] + arguments
                let memory = try Child.privateMemory(command)
                let times = try (0..<rounds(store.count)).map { _ in try Child.run(command) }
                let wall = median(times.map(\.wall))
                table.rows.append([
                    name, kind, "\(store.count)", milliseconds(wall),
                    milliseconds(median(times.map(\.cpu))), fixed(Double(store.count) / wall, 0),
                    mebibytes(memory), fixed(Double(memory) / Double(store.count), 0),
                    try allocations.perFurtherValue(
                        command,
                        name: "\(name) \(kind)",
                        count: store.count
                    ).map { fixed($0, 2) } ?? "",
                ])
            }
        }
    }

    private func measureCopies(_ store: Stores.Store, _ table: inout Table) throws {
        let output = store.snapshot + ".copy"
        defer { unlink(output) }
        let dryRun = [
            kenc, "rotate", "--dry-run", "--config", store.rotated, "--snapshot", store.snapshot,
        ]
        let target = ["--output", output]
        let commands: [(String, [String])] = [
            (
                "snapshot rekey",
                ["snapshot", "rekey", store.snapshot, "--config", store.config]
                    + ["--to", store.rotated] + target
            ),
            ("snapshot compact", ["snapshot", "compact", store.snapshot] + target),
        ]
        for (name, arguments) in commands {
            let command = [kenc] + arguments
            unlink(output)
            let memory = try Child.privateMemory(command)
            var dry: [Run] = []
            var runs: [Run] = []
            for _ in 0..<rounds(store.count) {
                // Dropping an older copy of this size is the kernel's time, and goes on for a while.
                unlink(output)
                dry.append(try Child.run(dryRun))
                runs.append(try Child.run(command))
            }
            func ratio(_ time: (Run) -> Double) -> String {
                fixed(median(runs.indices.map { time(runs[$0]) / time(dry[$0]) }), 2)
            }
            table.rows.append([
                name, "\(store.count)", milliseconds(median(runs.map(\.wall))),
                milliseconds(median(runs.map(\.cpu))), milliseconds(median(dry.map(\.wall))),
                ratio(\.wall), ratio(\.cpu), mebibytes(memory), "≤ 2.5",
            ])
        }
    }

    private func startUp() throws -> Table {
        var table = Table("Start-up", ["program", "ms", "CPU ms", "against etcdctl version"])
        let store = try stores.make("aescbc", 1)
        defer { stores.remove(store) }
        let commands: [(String, [String])] = [
            ("etcdctl version", ["etcdctl", "version"]),
            ("kenc --version", [kenc, "--version"]),
            ("kenc validate", [kenc, "validate", store.config]),
        ]
        var times: [[Run]] = commands.map { _ in [] }
        for command in commands { _ = try Child.run(command.1) }
        for _ in 0..<4 * runs + 1 {
            for (index, command) in commands.enumerated() {
                times[index].append(try Child.run(command.1))
            }
        }
        for (index, command) in commands.enumerated() {
            let ratios = times[index].indices.map { times[index][$0].wall / times[0][$0].wall }
            table.rows.append([
                command.0, milliseconds(median(times[index].map(\.wall))),
                milliseconds(median(times[index].map(\.cpu))), fixed(median(ratios), 2),
            ])
        }
        return table
    }
}
