import Measuring

/// The result as tables.
struct Report {
    let measurements: [Measurement]
    let small: [(name: String, nanoseconds: Double)]

    var tables: [Table] {
        var transforms = Table(
            "Transforms",
            [
                "provider", "operation", "bytes", "C, ns per value", "kenc, ns per value", "ratio",
                "target", "allocations per value",
            ]
        )
        for row in measurements {
            let c = fixed(row.c, 0) + (row.loop == "evp" ? "" : " (\(row.loop))")
            transforms.rows.append([
                row.provider, row.operation, "\(row.bytes)", c, fixed(row.swift, 0),
                fixed(row.ratio, 2), row.target.map { "≤ \(fixed($0, 2))" } ?? "",
                fixed(row.allocationsPerValue, 2),
            ])
        }
        var besides = Table("Besides the cipher", ["what", "ns per value"])
        besides.rows = small.map { [$0.name, fixed($0.nanoseconds, 1)] }
        return [transforms, besides]
    }
}
