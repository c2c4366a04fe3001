/// Durations as Go writes them (`time.ParseDuration`).
package enum GoDuration {
    private static let limit: UInt64 = 1 << 63

    /// Reads a sign, then numbers with units, as in `1h2m3.5s`.
    ///
    /// A bare `0` needs no unit.
    package static func nanoseconds(_ text: String) -> Int64? {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual([UInt8(ascii: "0")]) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = takePart(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow, sum <= limit else { return nil }
            total = sum
        }
        if isNegative { return Int64(truncatingIfNeeded: 0 &- total) }
        return Int64(exactly: total)
    }

    private static func takePart(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        let whole = takeDigits(&rest)
        var fraction: ArraySlice<UInt8> = []
        var hasPoint = false
        if rest.first == UInt8(ascii: ".") {
            hasPoint = true
            rest = rest.dropFirst()
            fraction = takeDigits(&rest)
        }
        guard !whole.isEmpty || (hasPoint && !fraction.isEmpty) else { return nil }
        var value: UInt64 = 0
        for digit in whole {
            guard value <= limit / 10 else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
            guard value <= limit else { return nil }
        }
        let unitText = rest.prefix { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) }
        rest = rest.dropFirst(unitText.count)
        guard let unit = units.first(where: { unitText.elementsEqual($0.name.utf8) })?.nanoseconds,
            value <= limit / unit
        else { return nil }
        value *= unit
        value += fractionPart(fraction, unit)
        return value <= limit ? value : nil
    }

    private static let units: [(name: String, nanoseconds: UInt64)] = [
        ("ns", 1), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ms", 1_000_000),
        ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func fractionPart(_ digits: ArraySlice<UInt8>, _ unit: UInt64) -> UInt64 {
        var value: UInt64 = 0
        var scale = 1.0
        for digit in digits {
            guard value <= (limit - 1) / 10 else { break }
            let next = value * 10 + UInt64(digit - 0x30)
            guard next <= limit else { break }
            value = next
            scale *= 10
        }
        return UInt64(Double(value) * (Double(unit) / scale))
    }
}

extension Duration {
    /// Reads a duration as Go writes it, as in `5s`, `1m30s` or `300ms`; none below 0.
    package init?(goText text: String) {
        guard let nanoseconds = GoDuration.nanoseconds(text), nanoseconds >= 0 else { return nil }
        self = .nanoseconds(nanoseconds)
    }
}
