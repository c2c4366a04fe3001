#if Etcd

extension Duration {
    /// Reads a duration as Go's `time.ParseDuration` does: `5s`, `1m30s`, `1.5h`, `300ms`.
    ///
    /// Negative durations are not taken.
    public init?(goText text: String) {
        var rest = Array(text.utf8)[...]
        if rest == [UInt8(ascii: "0")] {
            self = .zero
            return
        }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
            }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix {
                !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) && $0 != UInt8(ascii: ".")
            }
            rest = rest.dropFirst(unit.count)
            guard number.contains(where: { $0 != UInt8(ascii: ".") }),
                let amount = Self.decimal(number),
                let seconds = Self.units[String(decoding: unit, as: UTF8.self)]
            else { return nil }
            total += amount * seconds
        }
        // Beyond this, Go's own 64-bit nanoseconds overflow.
        guard total < 9_000_000_000 else { return nil }
        self = .seconds(total)
    }

    private static let units: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
    ]

    private static func decimal(_ digits: ArraySlice<UInt8>) -> Double? {
        guard digits.count(where: { $0 == UInt8(ascii: ".") }) <= 1, digits.count <= 20 else {
            return nil
        }
        var value = 0.0
        var scale = 0.0
        for digit in digits {
            if digit == UInt8(ascii: ".") {
                scale = 1
            } else {
                value = value * 10 + Double(digit - UInt8(ascii: "0"))
                scale *= 10
            }
        }
        return scale > 0 ? value / scale : value
    }
}

#endif
