extension String {
    /// Whether both texts are the same bytes of UTF-8, as Kubernetes compares.
    ///
    /// Swift's own equality is of what a reader sees: there a composed letter equals its parts.
    package func isSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Whether this text's bytes of UTF-8 come before the other's.
    package func precedesByBytes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
