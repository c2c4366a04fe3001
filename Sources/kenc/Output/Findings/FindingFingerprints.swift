import EncryptionConfig
import KeyMaterial
import WireFormats

/// What makes the same finding of two runs one alert: it stays when lines move, and when a secret
/// is replaced by another that is as wrong.
///
/// It is made of the file's URI, the rule and the field; without a field, of the message without its
/// numbers. Where several are alike, they are counted.
struct FindingFingerprints {
    private let uri: String
    private var seen: [String: Int] = [:]

    init(uri: String) { self.uri = uri }

    /// The fingerprint of the next finding of the file: hex, of 128 bits of a SHA-256.
    mutating func next(_ finding: Finding) throws -> String {
        let place = finding.path ?? Self.withoutNumbers(finding.message)
        let text = "\(uri)\n\(finding.rule.rawValue)\n\(place)"
        let number = seen[text, default: 0]
        seen[text] = number + 1
        let digest = try Digest.sha256(Array("\(text)\n\(number)".utf8).span)
        return HexText.encode(Array(digest.prefix(16)))
    }

    /// Messages tell lines and lengths, which change.
    private static func withoutNumbers(_ text: String) -> String {
        String(text.unicodeScalars.filter { !("0"..."9").contains($0) }.map(Character.init))
    }
}
