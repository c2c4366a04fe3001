/// The version of the API under which a resource is asked for.
public enum ServedVersion {
    /// The best version of a resource of Kubernetes' own, such as `v1`; nil for another, or one whose
    /// kind is not known.
    ///
    /// Stable versions go before beta and alpha, and newer ones before older, as in Kubernetes:
    /// `apimachinery/pkg/version`.
    public static func builtIn(_ resource: GroupResource) -> String? {
        guard let name = BuiltInNames.all.first(where: { $0.resource == resource }) else {
            return nil
        }
        let prefix = resource.group.isEmpty ? "" : resource.group + "/"
        return KindTable.shared.kinds.keys.compactMap { line -> String? in
            let words = line.split(separator: " ")
            guard words.count == 2, words[1] == name.kind, words[0].hasPrefix(prefix) else {
                return nil
            }
            let version = words[0].dropFirst(prefix.utf8.count)
            return version.contains("/") ? nil : String(version)
        }.max { rank($0) < rank($1) }
    }

    /// The version under which a definition's resource can be asked for; nil for another object, or
    /// where none is served.
    public static func custom(_ definition: StoredObject) -> String? {
        guard let spec = definition.tree(modRevision: nil)["spec"],
            case .array(let versions) = spec["versions"]
        else { return nil }
        let names = versions.compactMap { version -> String? in
            guard case .bool(true) = version["served"] else { return nil }
            return version["name"]?.text
        }
        return names.max { rank($0) < rank($1) }
    }

    /// Stable is 2, beta 1, alpha 0, anything else less; then the numbers.
    private static func rank(_ version: String) -> (Int, Int, Int) {
        guard version.utf8.first == UInt8(ascii: "v") else { return (-1, 0, 0) }
        let rest = version.dropFirst()
        for (word, rank) in [("beta", 1), ("alpha", 0)] {
            guard let range = rest.firstRange(of: word) else { continue }
            guard let major = Int(rest[..<range.lowerBound]),
                let minor = Int(rest[range.upperBound...])
            else { return (-1, 0, 0) }
            return (rank, major, minor)
        }
        return Int(rest).map { (2, $0, 0) } ?? (-1, 0, 0)
    }
}
