/// A field that a protobuf object has and the built-in kinds do not: a newer server wrote it.
public struct UnknownField: Hashable, Sendable {
    /// Where it stands, such as `spec.containers`, without list positions and map keys.
    ///
    /// Empty at the top.
    public let path: String
    /// Its number in the message.
    public let number: Int
}

/// The unknown fields of one object, each place once.
struct UnknownFields: Sendable {
    /// Beyond this many places only the number grows: an object can be made to hold millions.
    private static let maximumPlaces = 1_000

    private var places: Set<UnknownField> = []
    /// In the order they were met.
    private(set) var list: [UnknownField] = []

    mutating func add(_ number: Int, at path: [String]) {
        guard list.count < Self.maximumPlaces else { return }
        let field = UnknownField(path: path.joined(separator: "."), number: number)
        if places.insert(field).inserted { list.append(field) }
    }
}
