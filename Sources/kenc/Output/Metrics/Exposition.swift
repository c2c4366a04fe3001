/// Metrics as Prometheus' text format 0.0.4 has them.
struct Exposition {
    private(set) var text = ""

    /// Adds a gauge without labels.
    mutating func add(_ name: String, _ help: String, _ value: some BinaryInteger) {
        add(name, help, [([], value)])
    }

    /// Adds a gauge; one without samples is left out.
    mutating func add<Value: BinaryInteger>(
        _ name: String,
        _ help: String,
        _ samples: [(labels: [(name: String, value: String)], value: Value)],
    ) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help, ["\\", "\n"]))\n# TYPE \(name) gauge\n"
        for (labels, value) in samples {
            let shown = labels.map {
                "\($0.name)=\"\(Self.escaped($0.value, ["\\", "\n", "\""]))\""
            }
            text +=
                name + (shown.isEmpty ? "" : "{\(shown.joined(separator: ","))}") + " \(value)\n"
        }
    }

    private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar == "\n" ? "n" : scalar)
        }
        return String(escaped)
    }
}
