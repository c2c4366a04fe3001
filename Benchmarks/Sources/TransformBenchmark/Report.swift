/// The result as a table for people and as JSON for programs.
struct Report {
    let measurements: [Measurement]
    let small: [(name: String, nanoseconds: Double)]

    var markdown: String {
        var lines = [
            "| provider | operation | bytes | C, ns per value | kenc, ns per value | ratio | target | allocations per value |",
            "|---|---|---:|---:|---:|---:|---:|---:|",
        ]
        for row in measurements {
            let target = row.target.map { "≤ \(fixed($0, 2))" } ?? ""
            let c = "\(fixed(row.c, 0))" + (row.loop == "evp" ? "" : " (\(row.loop))")
            lines.append(
                "| \(row.provider) | \(row.operation) | \(row.bytes) | \(c) | \(fixed(row.swift, 0)) "
                    + "| \(fixed(row.ratio, 2)) | \(target) | \(fixed(row.allocationsPerValue, 2)) |"
            )
        }
        lines += ["", "| besides the cipher | ns per value |", "|---|---:|"]
        for row in small { lines.append("| \(row.name) | \(fixed(row.nanoseconds, 1)) |") }
        return lines.joined(separator: "\n")
    }

    var json: String {
        let rows = measurements.map { row in
            "{\"allocationsPerValue\":\(row.allocationsPerValue),\"bytes\":\(row.bytes),"
                + "\"cNanoseconds\":\(fixed(row.c, 1)),\"kencNanoseconds\":\(fixed(row.swift, 1)),"
                + "\"loop\":\"\(row.loop)\",\"operation\":\"\(row.operation)\","
                + "\"provider\":\"\(row.provider)\",\"ratio\":\(fixed(row.ratio, 3))}"
        }
        let parts = small.map {
            "{\"name\":\"\($0.name)\",\"nanoseconds\":\(fixed($0.nanoseconds, 2))}"
        }
        return "{\"besides\":[\(parts.joined(separator: ",\n"))],\n"
            + "\"transforms\":[\(rows.joined(separator: ",\n"))]}"
    }

    private func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = Int((value * scale).rounded())
        guard digits > 0 else { return "\(rounded)" }
        let fraction = String(rounded % Int(scale))
        return "\(rounded / Int(scale))."
            + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
