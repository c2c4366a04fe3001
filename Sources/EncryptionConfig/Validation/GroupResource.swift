/// What decides over a resource name: the two parts that its first dot separates.
struct GroupResource: Hashable {
    /// Without a dot that nothing follows, so that equal parts are equal texts.
    private let name: ByteText

    static let everything = GroupResource("*.*")

    init(_ name: String) {
        if let dot = Self.dot(name), name.utf8.index(after: dot) == name.utf8.endIndex {
            self.name = ByteText(String(name[..<dot]))
        } else {
            self.name = ByteText(name)
        }
    }

    var resource: Substring { name.text[..<(Self.dot(name.text) ?? name.text.endIndex)] }

    /// Empty for the core group.
    var group: Substring {
        Self.dot(name.text).map { name.text[name.text.utf8.index(after: $0)...] } ?? ""
    }

    var isWildcard: Bool { name.text == "*" || name.text.utf8.starts(with: "*.".utf8) }

    /// The wildcard that covers this resource's group.
    var wholeGroup: GroupResource { GroupResource("*.\(group)") }

    private static func dot(_ text: String) -> String.Index? {
        text.utf8.firstIndex(of: UInt8(ascii: "."))
    }
}
