import CLibCrypto
import CLibSodium
import CLibYAML
import CZlib

/// The libraries of other makers that the program runs with.
enum LinkedLibraries {
    /// Names and versions, as the libraries themselves tell them when the program runs.
    ///
    /// They may be newer than those it was built with. Of Swift only major and minor version are
    /// told.
    static var versions: [(name: String, version: String)] {
        [
            ("OpenSSL", text(OpenSSL_version(OPENSSL_VERSION_STRING))),
            ("libsodium", text(sodium_version_string())),
            ("libyaml", text(yaml_get_version_string())),
            ("zlib", text(zlibVersion())),
            ("Swift", swift),
        ]
    }

    private static var swift: String {
        "\(_SwiftStdlibVersion.current)".split(separator: ".").prefix(2).joined(separator: ".")
    }

    private static func text(_ text: UnsafePointer<CChar>?) -> String {
        text.map { String(cString: $0) } ?? "unknown"
    }
}
