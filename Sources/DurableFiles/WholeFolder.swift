internal import Glibc

/// A folder of files that appears whole or not at all, readable by its owner only.
///
/// ```swift
/// let folder = try WholeFolder(path: "plan")
/// try folder.add("1-read.yaml", text)
/// try folder.finish()
/// ```
public final class WholeFolder {
    /// The name, as it was given.
    public let path: String
    private let folder: UnfinishedFile

    /// Begins a folder.
    ///
    /// - Throws: ``FileFailure``.
    public init(path: String) throws(FileFailure) {
        self.path = path
        do throws(SystemError) {
            folder = try UnfinishedFile(in: TargetFolder(of: path), asFolder: true)
        } catch {
            throw FileFailure(path, error)
        }
    }

    /// Adds a file.
    ///
    /// - Parameters:
    ///   - name: Its name in the folder.
    ///   - bytes: All that is in it.
    /// - Throws: ``FileFailure``.
    public func add(_ name: String, _ bytes: [UInt8]) throws(FileFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let file = unsafe openat(folder.descriptor, name, flags, 0o600)
        do throws(SystemError) {
            guard file >= 0 else { throw SystemError.latest }
            defer { close(file) }
            try Descriptor.writeAll(bytes.span, to: file)
            try Descriptor.sync(file)
        } catch {
            throw FileFailure("\(path)/\(name)", error)
        }
    }

    /// Puts the folder in its place.
    ///
    /// - Throws: ``FileFailure``, ``FileFailure/isAboutExisting`` if there is something of that name
    ///   other than an empty folder.
    public func finish() throws(FileFailure) {
        do throws(SystemError) {
            try folder.place(replacing: false)
        } catch {
            // What rename says of a folder with something in it, and of what is no folder.
            let isThere = [ENOTEMPTY, ENOTDIR].contains(error.code)
            throw FileFailure(path, isThere ? SystemError(code: EEXIST) : error)
        }
    }
}
