import Glibc
import Measuring

/// Counts what a command allocates with a library that is preloaded into it.
final class AllocationCount {
    private let interposer: String
    private let file: String
    private var smaller: [String: (values: Int, allocations: Int)] = [:]

    init(interposer: String, folder: String) {
        self.interposer = interposer
        file = folder + "/allocations"
    }

    /// How many allocations each value costs beyond those of the smaller store before; nil for the
    /// first store.
    ///
    /// What starting a process costs falls out.
    func perFurtherValue(_ command: [String], name: String, count: Int) throws -> Double? {
        let allocations = try self.allocations(command)
        defer { smaller[name] = (count, allocations) }
        guard let before = smaller[name], count > before.values else { return nil }
        return Double(allocations - before.allocations) / Double(count - before.values)
    }

    private func allocations(_ command: [String]) throws -> Int {
        unlink(file)
        _ = try Child.run(
            ["env", "LD_PRELOAD=\(interposer)", "ALLOCATIONS_FILE=\(file)"] + command
        )
        guard let stream = fopen(file, "r") else { throw Failure("nothing was counted") }
        defer { fclose(stream) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, Int32(line.count), stream) != nil else {
            throw Failure("nothing was counted")
        }
        return atol(line)
    }
}
