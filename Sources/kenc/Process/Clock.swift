import Glibc
import KubernetesModel

/// The time of day.
enum Clock {
    /// Seconds since 1970.
    static var now: Int64 { Int64(time(nil)) }

    /// As programs read it: `2026-11-21T03:15:00Z`.
    static func text(_ seconds: Int64) -> String { rfc3339(seconds) ?? "" }

    /// `20261121T031500Z`, for names of files.
    static func stamp(_ seconds: Int64) -> String {
        text(seconds).filter { $0 != "-" && $0 != ":" }
    }

    /// The year and the month, from 1, in UTC.
    static func month(_ seconds: Int64) -> (year: Int, month: Int) {
        let parts = text(seconds).split(separator: "-").prefix(2).map { Int($0) ?? 1 }
        return (parts[0], parts[1])
    }
}
