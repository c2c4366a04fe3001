internal import Glibc

/// Which file a name leads to, whatever the name: its device and number on it.
public struct FileIdentity: Sendable, Hashable {
    private let device: dev_t
    private let number: ino_t

    /// The regular file at a path, through symbolic links; nil where there is none.
    public init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        device = status.st_dev
        number = status.st_ino
    }
}
