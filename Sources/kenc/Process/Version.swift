/// What `kenc --version` prints.
enum Version {
    static let text = "kenc 0.1.0"
}
