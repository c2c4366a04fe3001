internal import KubernetesModel

/// A point in time, in seconds since 1970.
public struct Moment: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since 1970, with fractions.
    public let seconds: Double

    /// Takes the seconds; nil where they are no time that a calendar has.
    public init?(_ seconds: Double) {
        guard seconds.isFinite, seconds > 0, seconds < 253_402_300_800 else { return nil }
        self.seconds = seconds
    }

    /// Reads RFC 3339 as Kubernetes writes it, in UTC; nil for anything else.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        let separators: [(Int, Character)] = [
            (4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"),
        ]
        for (index, separator) in separators where bytes[index] != separator.asciiValue {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? {
            guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0.0
        let rest = bytes[19..<(bytes.count - 1)]
        if !rest.isEmpty {
            let digits = rest.dropFirst()
            guard rest.first == UInt8(ascii: "."), (1...9).contains(digits.count),
                digits.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            var scale = 0.1
            for digit in digits {
                fraction += Double(digit - 0x30) * scale
                scale /= 10
            }
        }
        // Days of the proleptic Gregorian calendar, years beginning in March.
        let (years, months) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let era = years / 400
        let yearOfEra = years - era * 400
        let dayOfYear = (153 * months + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        self.init(Double(days * 86_400 + hour * 3_600 + minute * 60 + second) + fraction)
    }

    /// RFC 3339 in UTC, whole seconds.
    public var description: String { rfc3339(Int64(seconds.rounded(.down))) ?? "" }

    /// The earlier is the smaller.
    public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
}
