import Glibc
import Measuring

/// Measures `kenc validate` over configurations as large as it reads, each of a shape that has been
/// slow in some reader of YAML.
///
/// `ConfigurationBenchmark --kenc FILE --folder DIR [--runs N] [--json FILE]
///  [--only SHAPE]`
///
/// With `--only` the file stays, to be looked into.
@main
struct ConfigurationBenchmark {
    static func main() throws {
        var options: [String: String] = [:]
        var arguments = CommandLine.arguments.dropFirst()
        while let name = arguments.popFirst() {
            options[name] = arguments.popFirst()
        }
        guard let kenc = options["--kenc"], let folder = options["--folder"] else {
            throw Failure("--kenc and --folder are needed")
        }
        let runs = options["--runs"].flatMap { Int($0) } ?? 5
        let only = options["--only"]
        var table = Table(
            "kenc validate",
            ["shape", "bytes", "ms", "CPU ms", "peak memory, MiB", "limit"]
        )
        for shape in Shape.all where only == nil || only == shape.name {
            let path = "\(folder)/hostile.yaml"
            let bytes = try shape.write(to: path)
            // Most of them are refused.
            let command = [kenc, "validate", path]
            let times = try (0..<max(1, runs)).map { _ in
                try Child.run(command, statuses: [0, 2])
            }
            if only == nil { unlink(path) }
            table.rows.append([
                shape.name, "\(bytes)", milliseconds(median(times.map(\.wall))),
                milliseconds(median(times.map(\.cpu))),
                mebibytes(times.map(\.peak).max() ?? 0), "≤ 1000 ms, ≤ 100 MiB",
            ])
        }
        Table.publish([table], json: options["--json"])
    }
}
