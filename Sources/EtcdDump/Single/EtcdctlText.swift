/// The output of `etcdctl get KEY` without `-w json`: the key, a line feed, the value, a line feed.
///
/// It is what people pipe through hexdump. The value may hold any byte, so that only the first and
/// the last line feed mean anything, and two keys in one output cannot be told apart.
public enum EtcdctlText {
    /// Where key and value lie, if `bytes` begin with a `/` and look like such an output.
    public static func split(_ bytes: Span<UInt8>) -> (key: Range<Int>, value: Range<Int>)? {
        guard bytes.count >= 3, bytes[0] == UInt8(ascii: "/"), bytes[bytes.count - 1] == 0x0a else {
            return nil
        }
        for index in 0..<(bytes.count - 1) {
            if bytes[index] == 0x0a { return (0..<index, (index + 1)..<(bytes.count - 1)) }
            if bytes[index] < 0x20 { return nil }
        }
        return nil
    }

    /// Whether another key and its encrypted value follow inside what looks like one value.
    ///
    /// No ciphertext has a line that begins with a slash and ends where `k8s:enc:` stands.
    public static func holdsAnotherKey(_ value: Span<UInt8>) -> Bool {
        let mark = Array("k8s:enc:".utf8)
        var lineStart: Int?
        for index in value.indices where value[index] == 0x0a {
            if let start = lineStart, value[start] == UInt8(ascii: "/"),
                index + mark.count < value.count,
                mark.indices.allSatisfy({ value[index + 1 + $0] == mark[$0] }),
                !(start..<index).contains(where: { value[$0] < 0x20 })
            {
                return true
            }
            lineStart = index + 1 < value.count ? index + 1 : nil
        }
        return false
    }
}
