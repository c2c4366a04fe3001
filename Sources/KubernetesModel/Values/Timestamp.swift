/// Seconds since 1970 as RFC 3339 in UTC, such as `2026-11-20T23:45:56Z`; nil for the zero
/// time of Go and outside the years 1 to 9999.
package func rfc3339(_ seconds: Int64) -> String? {
    guard (-62_135_596_799..<253_402_300_800).contains(seconds) else { return nil }
    let (days, clock) = (
        Int((Double(seconds) / 86_400).rounded(.down)),
        Int(seconds - Int64((Double(seconds) / 86_400).rounded(.down)) * 86_400)
    )
    // Days since 0000-03-01 in the proleptic Gregorian calendar, in eras of 400 years.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)

    func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time =
        "\(padded(clock / 3_600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
    return "\(date)T\(time)Z"
}
