#if Etcd
// The gRPC libraries bring this module, and with it another owner of the struct `stat`.
import CoreFoundation
#endif
import Glibc

/// What kind of file it is, and who may do what with it.
struct FileMode {
    let bits: mode_t

    /// Of an open file; nil when it cannot be told, with the reason in `errno`.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        bits = status.st_mode
    }

    /// Of what lies at a path.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bits = status.st_mode
    }

    var isRegular: Bool { bits & S_IFMT == S_IFREG }

    /// Without the kind.
    var permissions: mode_t { bits & 0o7777 }
}
