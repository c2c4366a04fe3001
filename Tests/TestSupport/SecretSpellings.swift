import Foundation

/// Looks for secrets in text, however somebody spelt them.
public struct SecretSpellings: Sendable {
    private var needles: [(secret: String, spelling: String, bytes: [UInt8])] = []

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
            needles.append((name, "raw \(part)", bytes))
            for (spelling, text) in spellings {
                needles.append((name, "\(spelling) \(part)", Array(text.utf8)))
            }
        }
        // Wherever base64 of something longer starts, one of three windows falls on its groups.
        for start in 0..<3 where start + 6 <= secret.count {
            let length = secret.count - start >= 9 ? 9 : 6
            let text = Data(secret[start..<start + length]).base64EncodedString()
            needles.append((name, "base64 from \(start)", Array(text.utf8)))
            let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
            if urlSafe != text { needles.append((name, "URL-safe base64", Array(urlSafe.utf8))) }
        }
    }

    /// Adds text that is secret as it stands.
    public mutating func add(text: String, _ name: String) {
        needles.append((name, "text", Array(text.utf8)))
    }

    /// What of it the bytes show, such as `key of 4-wild.yaml as hex head`.
    public func found(in bytes: [UInt8]) -> [String] {
        // One pass for all: by their first eight bytes, which every spelling has.
        let byHead = Dictionary(grouping: needles.indices) { Self.head(needles[$0].bytes) }
        var found: [String] = []
        var window: UInt64 = 0
        bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                window = window << 8 | UInt64(bytes[index])
                guard index >= 7, let candidates = byHead[window] else { continue }
                for candidate in candidates {
                    let needle = needles[candidate]
                    if bytes[(index - 7)...].starts(with: needle.bytes) {
                        found.append("\(needle.secret) as \(needle.spelling)")
                    }
                }
            }
        }
        return found
    }

    private static func head(_ bytes: [UInt8]) -> UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
