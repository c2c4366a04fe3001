internal import WireFormats

/// A file that people and kubectl write, and no API server stores.
public enum HandwrittenFile: Sendable, Equatable {
    /// An EncryptionConfiguration, in YAML or JSON.
    case encryptionConfiguration
    /// Objects in YAML.
    case yaml
    /// A `List` of objects, as kubectl prints several.
    case list

    /// Recognises a file by its `apiVersion` and `kind`.
    ///
    /// One object in JSON is none of these: API servers store such.
    public init?(_ bytes: Span<UInt8>) {
        let kind: String
        if let members = JSONHead(bytes) {
            guard let named = members.kind else { return nil }
            kind = named
            guard kind == "EncryptionConfiguration" || kind == "List" else { return nil }
        } else if let named = Self.kindOfYAML(bytes) {
            kind = named
        } else {
            return nil
        }
        self =
            switch kind {
            case "EncryptionConfiguration": .encryptionConfiguration
            case "List": .list
            default: .yaml
            }
    }

    /// The kind that a YAML text names; nil unless it has both `apiVersion` and `kind`.
    ///
    /// Only the lines of the outermost mapping count, and those of a flow mapping.
    private static func kindOfYAML(_ bytes: Span<UInt8>) -> String? {
        var kind: String?
        var hasVersion = false
        var indentation: Int?
        var start = 0
        while start < min(bytes.count, 1 << 20) {
            let end =
                WordScan.firstIndex(of: 0x0a, in: bytes, from: start, to: bytes.count)
                ?? bytes.count
            defer { start = end + 1 }
            var index = start
            while index < end, bytes[index] == 0x20 || bytes[index] == UInt8(ascii: "{") {
                index += 1
            }
            guard index < end, bytes[index] > 0x20 else {
                // A file of text has no other control characters.
                if index < end, ![0x09, 0x0d].contains(bytes[index]) { return nil }
                continue
            }
            if [UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "%")].contains(bytes[index]) {
                continue
            }
            if indentation == nil { indentation = index - start }
            guard index - start == indentation || bytes[start] == UInt8(ascii: "{") else {
                continue
            }
            for part in String(
                decoding: (index..<min(end, index + 400)).map { bytes[$0] },
                as: UTF8.self
            )
            .split(separator: ",") {
                guard let colon = part.firstIndex(of: ":") else { continue }
                let name = part[..<colon].filter { !" \"'".contains($0) }
                if name == "apiVersion" { hasVersion = true }
                if name == "kind", kind == nil {
                    let value = part[colon...].dropFirst().prefix { $0 != "#" && $0 != "}" }
                    kind = String(value.filter { !" \"'\r".contains($0) })
                }
            }
        }
        return hasVersion ? kind : nil
    }
}

/// The members by which an object of Kubernetes' in JSON is known.
struct JSONHead {
    private(set) var apiVersion: String?
    private(set) var kind: String?

    /// Nil for what is no JSON object from beginning to end.
    init?(_ bytes: Span<UInt8>) {
        var tokens = JSONTokenizer(0..<bytes.count)
        do throws(JSONError) {
            guard try tokens.next(in: bytes) == .objectStart else { return nil }
            while case .key(let range, let escaped) = try tokens.next(in: bytes) {
                let token = try tokens.next(in: bytes)
                guard case .string(let text, _) = token else {
                    try tokens.skipValue(startedBy: token, in: bytes)
                    continue
                }
                if JSONString.equals(range, escaped: escaped, in: bytes, "kind") {
                    kind = JSONString.text(text, in: bytes)
                } else if JSONString.equals(range, escaped: escaped, in: bytes, "apiVersion") {
                    apiVersion = JSONString.text(text, in: bytes)
                }
            }
            guard try tokens.next(in: bytes) == .end else { return nil }
        } catch {
            return nil
        }
    }
}
