/// Which kenc this is; the one place where its version stands.
enum Version {
    static let number = "0.1.0"

    /// What `kenc --version` prints.
    static let text = "kenc \(number)"
}
