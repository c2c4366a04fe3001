import Glibc

/// The time of day.
enum Clock {
    /// Seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }

    /// `20261121T031500Z`, for names of files.
    static func stamp(_ seconds: Int64) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int32, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(parts.tm_year + 1900, 4) + padded(parts.tm_mon + 1, 2)
            + padded(parts.tm_mday, 2) + "T" + padded(parts.tm_hour, 2) + padded(parts.tm_min, 2)
            + padded(parts.tm_sec, 2) + "Z"
    }

    /// As programs read it: `2026-11-21T03:15:00Z`.
    static func text(_ seconds: Int64) -> String {
        let stamp = Array(stamp(seconds))
        func part(_ range: Range<Int>) -> String { String(stamp[range]) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<11)):\(part(11..<13)):\(part(13..<16))"
    }

    /// The year and the month, from 1, in UTC.
    static func month(_ seconds: Int64) -> (year: Int, month: Int) {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1)
    }
}
