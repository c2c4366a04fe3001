import EncryptionConfig
import WireFormats

/// A configuration's contents in the plainest JSON there is.
enum JSONFile {
    /// Nil where a name was repaired, which the file spells otherwise.
    static func text(of contents: EditableConfiguration) -> [UInt8]? {
        let entries = contents.entries.map { entry in
            let names = entry.resources.map { quoted($0.name) }
            return #"{"resources":["# + names.joined(separator: ",") + #"],"providers":["#
                + entry.providers.map(provider).joined(separator: ",") + "]}"
        }
        let text =
            #"{"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration","#
            + #""resources":["# + entries.joined(separator: ",") + "]}\n"
        return text.unicodeScalars.contains("\u{FFFD}") ? nil : Array(text.utf8)
    }

    private static func provider(_ provider: EditableConfiguration.Provider) -> String {
        guard let plugin = provider.plugin else {
            let keys = provider.keys.map { key in
                let secret = key.secret.withBytes { Base64.encode($0) }
                return #"{"name":"# + quoted(key.name.text) + #","secret":""#
                    + String(decoding: secret, as: UTF8.self) + #""}"#
            }
            guard !keys.isEmpty else { return #"{"identity":{}}"# }
            return #"{""# + provider.kind.rawValue + #"":{"keys":["# + keys.joined(separator: ",")
                + "]}}"
        }
        let cache = plugin.version == .v1 ? #","cachesize":\#(plugin.cacheSize)"# : ""
        return #"{"kms":{"apiVersion":""# + plugin.version.rawValue + #"","name":"#
            + quoted(plugin.name.text) + #","endpoint":"# + quoted(plugin.endpoint)
            + #","timeout":"\#(plugin.timeoutNanoseconds)ns""# + cache + "}}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
