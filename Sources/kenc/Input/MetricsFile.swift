import DurableFiles
import Fleet
import Glibc

/// A text of metrics that lies in a file, or comes over standard input.
enum MetricsFile {
    /// Reads it piece by piece: such texts have up to tens of megabytes.
    ///
    /// - Throws: `Failure` when it cannot be read.
    static func read(_ path: String) throws -> FleetAnswer {
        let isStandardInput = path == "-"
        let name = isStandardInput ? "standard input" : path
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure("cannot read \(name): \(SystemError.latest.text)")
        }
        defer { if !isStandardInput { close(descriptor) } }
        var reader = ServerReportReader()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure("cannot read \(name): \(SystemError.latest.text)")
            }
            if count == 0 { break }
            reader.read(chunk.span.extracting(0..<count))
        }
        return FleetAnswer(source: name, address: nil, result: .success(reader.finish()))
    }
}

/// Answers that are there already.
struct ReadAnswers: FleetSource {
    let answers: [FleetAnswer]

    func ask() async -> [FleetAnswer] { answers }
}
