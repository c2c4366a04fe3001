/// Guesses which field was meant.
enum FieldNames {
    private static let elsewhere: [(name: String, place: String)] = [
        ("resources", "the top level, and each entry of it"),
        ("providers", "an entry of 'resources', beside its list of names"),
        ("keys", "a provider such as aescbc"),
        ("name", "a key, or kms"),
        ("secret", "a key, beside its name"),
        ("endpoint", "kms"),
        ("timeout", "kms"),
        ("cachesize", "kms with apiVersion v1"),
        ("aescbc", "an element of 'providers'"),
        ("aesgcm", "an element of 'providers'"),
        ("secretbox", "an element of 'providers'"),
        ("identity", "an element of 'providers'"),
        ("kms", "an element of 'providers'"),
    ]

    static func hint(for name: String, known: [String], path: FieldPath) -> String {
        if name == "metadata", path.isRoot {
            return "this file is not an API object and has no metadata"
        }
        let meant = known.map { ($0, distance(name, $0)) }.min { $0.1 < $1.1 }
        if let (field, distance) = meant, distance <= max(2, field.utf8.count / 3) {
            return "did you mean '\(field)'?"
        }
        if let place = elsewhere.first(where: { $0.name == name })?.place {
            return "'\(name)' belongs in \(place): check the indentation"
        }
        if known.isEmpty { return "identity takes no fields: write 'identity: {}'" }
        return "known here: \(known.joined(separator: ", "))"
    }

    /// How many letters must be changed, added, removed or swapped, letter case aside.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().utf8.prefix(40))
        let right = Array(right.lowercased().utf8)
        var before: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1)
                best = min(best, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }
}
