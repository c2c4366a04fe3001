extension FixedWidthInteger {
    /// The sum, or the nearest number there is: for numbers that somebody else told.
    package func saturatingSum(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
