/// A value of a document in sixteen bytes, since a hostile file has millions: files have at most
/// 4 MiB, so places and offsets need 23 bits, and what else there is lies above them.
struct DocumentNode {
    enum Kind: UInt32 {
        case null, bool, number, string
        /// Text that is found under the node's number.
        case binary
        case sequence, mapping, alias
    }

    private var startAndFlags: UInt32
    private var endAndTag: UInt32
    private var first: UInt32
    private var second: UInt32

    private static let placeMask: UInt32 = 1 << 23 - 1
    private static let shift: UInt32 = 23
    private static let kindMask: UInt32 = 7 << shift

    /// A scalar whose text lies at `text`.
    init(_ kind: Kind, _ range: SourceRange, text: Range<Int> = 0..<0) {
        startAndFlags = UInt32(range.start) & Self.placeMask | kind.rawValue << Self.shift
        endAndTag = UInt32(range.end) & Self.placeMask
        (first, second) = (UInt32(text.lowerBound), UInt32(text.upperBound))
    }

    /// From the anchor, tag or value, whichever comes first.
    var range: SourceRange {
        get { SourceRange(start: Int(startAndFlags & Self.placeMask), end: end) }
    }

    var end: Int {
        get { Int(endAndTag & Self.placeMask) }
        set { endAndTag = endAndTag & ~Self.placeMask | UInt32(newValue) & Self.placeMask }
    }

    var kind: Kind {
        get { Kind(rawValue: (startAndFlags & Self.kindMask) >> Self.shift) ?? .null }
        set { startAndFlags = startAndFlags & ~Self.kindMask | newValue.rawValue << Self.shift }
    }

    /// The text of a scalar.
    var text: Range<Int> { Int(first)..<Int(second) }

    /// The number of the node that an alias names.
    var target: Int {
        get { Int(first) }
        set { first = UInt32(newValue) }
    }

    /// The number behind the last node inside.
    var next: Int {
        get { Int(first) }
        set { first = UInt32(newValue) }
    }

    var isCollection: Bool { kind == .sequence || kind == .mapping }

    // MARK: Flags

    private func has(_ bit: UInt32) -> Bool { startAndFlags & 1 << bit != 0 }

    private mutating func set(_ bit: UInt32, _ value: Bool) {
        startAndFlags = startAndFlags & ~(1 << bit) | (value ? 1 << bit : 0)
    }

    /// Whether a scalar's type is a matter of its text.
    var isImplicit: Bool {
        get { has(26) }
        set { set(26, newValue) }
    }

    /// A key behind which there is nothing, and no node for it.
    var hasNoValue: Bool {
        get { has(27) }
        set { set(27, newValue) }
    }

    /// Written with brackets.
    var isFlow: Bool {
        get { has(28) }
        set { set(28, newValue) }
    }

    /// A key that does not count, since it is there already or cannot be one.
    var isDropped: Bool {
        get { has(29) }
        set { set(29, newValue) }
    }

    /// Whether an alias names the node.
    var isTarget: Bool {
        get { has(30) }
        set { set(30, newValue) }
    }

    var tag: YAMLTag {
        get { YAMLTag(rawValue: endAndTag >> Self.shift) ?? .other }
        set { endAndTag = endAndTag & Self.placeMask | newValue.rawValue << Self.shift }
    }
}
