import Foundation

/// Looks for secrets in text, however somebody spelt them.
public struct SecretSpellings: Sendable {
    private var needles: [(secret: String, spelling: String, bytes: [UInt8])] = []
    /// The needles by their first eight bytes, which every spelling has.
    private var byHead: [UInt64: [Int]] = [:]
    /// Whether a needle begins with two bytes: most places of a text need no more than this look.
    private var begins = [Bool](repeating: false, count: 1 << 16)

    /// Knows no secret yet.
    public init() {}

    /// How many spellings are looked for.
    public var count: Int { needles.count }

    /// Adds secret bytes, 8 or more; `name` is what a failed test calls them.
    public mutating func add(_ secret: [UInt8], _ name: String) {
        guard secret.count >= 8 else { return }
        let head = Array(secret.prefix(8))
        let tail = Array(secret.suffix(8))
        for (part, bytes) in [("head", head), ("tail", tail)] {
            let hex = bytes.map { String(format: "%02x", $0) }
            let spellings = [
                ("hex", hex.joined()),
                ("HEX", hex.joined().uppercased()),
                ("hex with spaces", hex.joined(separator: " ")),
                ("percent", hex.map { "%" + $0.uppercased() }.joined()),
                ("escapes", hex.map { "\\x" + $0 }.joined()),
                ("numbers", bytes.map(String.init).joined(separator: ", ")),
            ]
            append(name, "raw \(part)", bytes)
            for (spelling, text) in spellings {
                append(name, "\(spelling) \(part)", Array(text.utf8))
            }
        }
        // Wherever base64 of something longer starts, one of three windows falls on its groups.
        for start in 0..<3 where start + 6 <= secret.count {
            let length = secret.count - start >= 9 ? 9 : 6
            let text = Data(secret[start..<start + length]).base64EncodedString()
            append(name, "base64 from \(start)", Array(text.utf8))
            let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
            if urlSafe != text { append(name, "URL-safe base64", Array(urlSafe.utf8)) }
        }
    }

    /// Adds text that is secret as it stands.
    public mutating func add(text: String, _ name: String) {
        append(name, "text", Array(text.utf8))
    }

    private mutating func append(_ secret: String, _ spelling: String, _ bytes: [UInt8]) {
        precondition(bytes.count >= 8, "too short to be looked for")
        let head = Self.head(bytes.prefix(8))
        byHead[head, default: []].append(needles.count)
        begins[Int(head >> 48)] = true
        needles.append((secret, spelling, bytes))
    }

    /// What of it the bytes show, such as `key of 4-wild.yaml as hex head`.
    ///
    /// One pass for all, in as few calls a byte as can be: the output of a whole store is megabytes,
    /// and tests are not optimized.
    public func found(in bytes: [UInt8]) -> [String] {
        var found: [String] = []
        bytes.withUnsafeBufferPointer { bytes in
            begins.withUnsafeBufferPointer { begins in
                guard let start = bytes.baseAddress, let begins = begins.baseAddress else { return }
                var (index, pair) = (0, 0)
                while index < bytes.count {
                    pair = (pair << 8 | Int(start[index])) & 0xffff
                    index += 1
                    guard begins[pair], index >= 2, index + 6 <= bytes.count else { continue }
                    let rest = bytes[(index - 2)...]
                    for candidate in byHead[Self.head(rest.prefix(8))] ?? [] {
                        let needle = needles[candidate]
                        guard rest.starts(with: needle.bytes) else { continue }
                        found.append("\(needle.secret) as \(needle.spelling)")
                    }
                }
            }
        }
        return found
    }

    private static func head(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
