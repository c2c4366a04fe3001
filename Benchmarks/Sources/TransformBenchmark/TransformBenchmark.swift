internal import EncryptionConfig
internal import Measuring
internal import Providers

/// Measures sessions against loops in C.
///
/// `TransformBenchmark [--json FILE] [--rounds N] [--only NAME] [--bytes N]`.
@main
enum TransformBenchmark {
    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        var json: String?
        var rounds = 21
        var only: String?
        var sizes = [256, 1024, 4096, 65536, 1 << 20]
        while let argument = arguments.popFirst() {
            switch argument {
            case "--json": json = arguments.popFirst()
            case "--rounds": rounds = arguments.popFirst().flatMap { Int($0) } ?? rounds
            case "--bytes": sizes = arguments.popFirst().flatMap { Int($0) }.map { [$0] } ?? sizes
            case "--only": only = arguments.popFirst()
            default: throw Failure("unknown option \(argument)")
            }
        }
        var measurements: [Measurement] = []
        for subject in try await Subject.all() where only == nil || subject.name == only {
            for size in sizes {
                measurements += try TransformMeasurements(
                    subject: subject,
                    size: size,
                    rounds: rounds
                ).run()
            }
        }
        let report = Report(
            measurements: measurements,
            small: try SmallMeasurements.run(rounds: rounds)
        )
        Table.publish(report.tables, json: json)
    }
}
