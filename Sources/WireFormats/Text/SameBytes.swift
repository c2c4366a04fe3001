extension String {
    /// Whether both texts are the same bytes of UTF-8, as Kubernetes compares.
    ///
    /// Swift's own equality is of what a reader sees: there a composed letter equals its parts.
    package func isSameBytes(as other: String) -> Bool {
        let left = utf8.span
        let right = other.utf8.span
        return bytesEqual(left, 0..<left.count, right, 0..<right.count)
    }

    /// Whether this text's bytes of UTF-8 come before the other's.
    package func precedesByBytes(_ other: String) -> Bool {
        let left = utf8.span
        let right = other.utf8.span
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }
}
