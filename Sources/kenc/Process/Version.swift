import CBuild

/// Which kenc this is; the one place where its version stands.
enum Version {
    static let number = "0.2.0"

    /// What `kenc --version` prints.
    static let text = "kenc \(number)"

    /// The commit that was built; nil where nobody told the build.
    static var commit: String? { kenc_build_commit().map { String(cString: $0) } }

    /// Whether it can talk to a live etcd, API servers and kms plugins.
    static var isLive: Bool {
        #if Etcd
        true
        #else
        false
        #endif
    }
}
