/// Numbers as people read them.
enum Numbers {
    /// `12,345`.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let count = digits.utf8.count
        guard count > 3 else { return number < 0 ? "-" + digits : digits }
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.unicodeScalars.enumerated() {
            if index > 0, (count - index).isMultiple(of: 3) { text.append(",") }
            text.unicodeScalars.append(digit)
        }
        return text
    }

    /// `1.4 MiB`.
    static func bytes(_ count: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(count)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        guard unit > 0 else { return "\(count) B" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// `1 value`, `2 values`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }
}
