/// The start of the etcd keys of one API server: its flag `--etcd-prefix`, cleaned.
public struct EtcdPrefix: Sendable, Hashable, CustomStringConvertible {
    /// The bytes that every key of the server starts with; first and last is a `/`.
    public let bytes: [UInt8]

    /// The API server's default.
    public static let standard = EtcdPrefix("/registry")

    /// Cleans what a user gave as the API server does.
    ///
    /// `registry`, `/registry` and `/registry/` are `/registry/`; nothing and `/` are `/`. Doubled
    /// slashes and the segments `.` and `..` go, as in Go's `path.Join`.
    public init(_ text: String) {
        var segments: [Substring.UTF8View] = []
        for segment in text.utf8.split(separator: UInt8(ascii: "/")) {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        var bytes = [UInt8(ascii: "/")]
        for segment in segments {
            bytes.append(contentsOf: segment)
            bytes.append(UInt8(ascii: "/"))
        }
        self.bytes = bytes
    }

    /// The prefix as text, with its last slash.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
