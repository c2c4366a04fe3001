internal import CUnfinishedFiles
internal import Glibc

/// A file, or a folder of files, under a name of its own beside its place, until it is whole.
///
/// The name is `.kenc-` *16 hexadecimal digits* `.part`, whatever the file is to be called. Its
/// process holds a lock on it: a file of such a name that nobody holds was left by a process that
/// was killed outright, and the next one that writes into the folder removes it.
final class UnfinishedFile {
    private let folder: TargetFolder
    private let handle: Int32
    private(set) var descriptor: Int32
    private var isPlaced = false

    init(in folder: TargetFolder, asFolder isFolder: Bool = false) throws(SystemError) {
        Self.removeLeft(in: folder)
        while true {
            var opened: Int32 = -1
            let made =
                isFolder
                ? unsafe kenc_unfinished_create_folder(
                    folder.descriptor,
                    Self.newName(),
                    &opened
                ) : unsafe kenc_unfinished_create(folder.descriptor, Self.newName(), &opened)
            if made >= 0 {
                handle = made
                descriptor = opened
                self.folder = folder
                return
            }
            guard errno == EEXIST || errno == EINTR else { throw SystemError.latest }
        }
    }

    deinit {
        if !isPlaced { kenc_unfinished_remove(handle) }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Puts the file in its place: all of it is on disk before, and its name is afterwards.
    ///
    /// - Throws: `EEXIST` if there is a file and it is not to be replaced.
    func place(replacing: Bool) throws(SystemError) {
        try Descriptor.sync(descriptor)
        guard unsafe kenc_unfinished_place(handle, folder.name, replacing ? 1 : 0) == 0 else {
            throw SystemError.latest
        }
        isPlaced = true
        try folder.sync()
    }

    private static let beginning = ".kenc-"
    private static let ending = ".part"

    private static func newName() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return beginning + String(repeating: "0", count: 16 - digits.count) + digits + ending
    }

    private static func isOurs(_ name: String) -> Bool {
        let name = Array(name.utf8)
        guard name.count == beginning.utf8.count + 16 + ending.utf8.count,
            name.starts(with: beginning.utf8),
            name.suffix(ending.utf8.count).elementsEqual(ending.utf8)
        else { return false }
        return name.dropFirst(beginning.utf8.count).prefix(16).allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }

    /// Removes what killed processes left.
    ///
    /// What cannot be read is left alone: it is no error of the file that is to be written.
    private static func removeLeft(in folder: TargetFolder) {
        // A descriptor of its own, since reading moves it.
        let opened = unsafe openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { return }
        guard let entries = unsafe fdopendir(opened) else {
            close(opened)
            return
        }
        defer { unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return }
            let text = unsafe (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            // Most names are ruled out by their first byte.
            guard unsafe text.pointee == 0x2e else { continue }
            let name = unsafe String(cString: text)
            if isOurs(name) { unsafe kenc_unfinished_remove_left(folder.descriptor, name) }
        }
    }
}

/// All files of this process that are not whole yet.
public enum UnfinishedFiles {
    /// Removes them, for a process that ends next: no file can be begun or finished afterwards.
    ///
    /// May be called by a signal handler.
    public static func removeAll() {
        kenc_unfinished_remove_all()
    }
}
