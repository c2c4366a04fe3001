internal import Glibc

/// A new file that grows by pieces, each of which is on disk before the next step is taken.
///
/// It appears with its first piece, whole, and its owner only can read it.
public final class AppendedFile {
    /// Where it lies.
    public let path: String
    private let file: UnfinishedFile

    /// Creates a file with its first bytes.
    ///
    /// - Throws: ``FileFailure``, ``FileFailure/isAboutExisting`` if there is one of that name.
    public init(path: String, beginning: [UInt8]) throws(FileFailure) {
        self.path = path
        file = try Self.create(path, beginning)
    }

    private static func create(
        _ path: String,
        _ beginning: [UInt8],
    ) throws(FileFailure) -> UnfinishedFile {
        do throws(SystemError) {
            let file = try UnfinishedFile(in: TargetFolder(of: path))
            try Descriptor.writeAll(beginning.span, to: file.descriptor)
            try file.place(replacing: false)
            return file
        } catch {
            throw FileFailure(path, error)
        }
    }

    /// Appends a piece and waits until it is on disk.
    ///
    /// - Throws: ``FileFailure``; a part of the piece may be there then.
    public func append(_ bytes: [UInt8]) throws(FileFailure) {
        do {
            try Descriptor.writeAll(bytes.span, to: file.descriptor)
        } catch {
            throw FileFailure(path, error)
        }
        while fdatasync(file.descriptor) != 0 {
            if errno != EINTR { throw FileFailure(path) }
        }
    }
}
