internal import WireFormats

/// Text that equals another only byte for byte, as for the API server: for Swift, text is equal
/// where a reader sees the same.
struct ByteText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ByteText, right: ByteText) -> Bool {
        left.text.isSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
