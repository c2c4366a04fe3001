import ArgumentParser

/// A span of time as people and Go write it: `90s`, `5m`, `1h30m`, `300ms`.
enum DurationText {
    /// Refuses an option's text that is none.
    static func check(_ name: String, _ text: String, example: String = "90s or 2m") throws {
        guard read(text) == nil else { return }
        throw ValidationError(
            "\(name) takes a duration such as \(example), not \(ShownText.line(text))"
        )
    }

    private static let units: [(String, Double)] = [
        ("ms", 0.001), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Nil for anything else, and beyond a year.
    static func read(_ text: String) -> Duration? {
        var rest = Substring(text)
        var seconds = 0.0
        if rest == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(digits.count)
            guard let number = Double(digits),
                let unit = units.first(where: { rest.hasPrefix($0.0) })
            else { return nil }
            rest = rest.dropFirst(unit.0.count)
            seconds += number * unit.1
        }
        guard seconds <= 366 * 86_400 else { return nil }
        return .seconds(seconds)
    }
}
