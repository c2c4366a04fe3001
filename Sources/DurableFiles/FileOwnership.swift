internal import Glibc

/// Who owns a file and who may do what with it.
struct FileOwnership {
    private let status: stat

    /// Of what lies at a path, through symbolic links.
    init(path: String) throws(SystemError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError.latest }
        self.status = status
    }

    /// Gives an open file the same owner, group and mode.
    func give(to descriptor: Int32) throws(SystemError) {
        var other = stat()
        guard unsafe fstat(descriptor, &other) == 0 else { throw SystemError.latest }
        if other.st_uid != status.st_uid || other.st_gid != status.st_gid {
            guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
                throw SystemError.latest
            }
        }
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw SystemError.latest }
    }
}
