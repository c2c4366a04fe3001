internal import Glibc

/// The folder that a file belongs into, held open: for as long as it is, renaming it does no harm.
final class TargetFolder {
    let descriptor: Int32
    /// The file's name in it.
    let name: String

    /// Opens the folder of `path`.
    ///
    /// - Parameter path: a file's. If it is a symbolic link, what it leads to is meant.
    /// - Throws: what the system said.
    init(of path: String) throws(SystemError) {
        let path = Self.resolved(path)
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        let folder = slash.map { String(path[...$0]) } ?? "."
        let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw SystemError.latest }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    /// A rename lasts only once the folder is on disk.
    func sync() throws(SystemError) {
        do throws(SystemError) {
            try Descriptor.sync(descriptor)
        } catch {
            // Some file systems keep no folders that could be synced.
            guard error.code == EINVAL || error.code == EROFS else { throw error }
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let text = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}
