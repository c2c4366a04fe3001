internal import DurableFiles

/// Writes an undo log: each group of records is on disk before its swaps are sent.
public final class UndoLogWriter: RewriteJournal {
    /// Where it lies.
    public var path: String { file.path }
    /// How many records were written.
    public private(set) var records = 0
    private let file: AppendedFile

    /// Creates the file, which must not exist yet and is its owner's only, with its header.
    public init(path: String, header: UndoHeader) throws(UndoLogError) {
        file = try Self.create(path, header)
    }

    private static func create(
        _ path: String,
        _ header: UndoHeader,
    ) throws(UndoLogError) -> AppendedFile {
        do throws(FileFailure) {
            return try AppendedFile(path: path, beginning: UndoLogText.header(header))
        } catch {
            throw UndoLogError(
                "cannot create the undo log \(path): \(error.cause)",
                remedy: error.isAboutExisting ? .nameAnother : .nameOneWithRoom
            )
        }
    }

    /// Writes the records of a group and waits until they are on disk.
    public func append(_ rewrites: ArraySlice<Rewrite>) throws {
        var text: [UInt8] = []
        for rewrite in rewrites { try UndoLogText.append(rewrite, to: &text) }
        do {
            try file.append(text)
        } catch {
            throw UndoLogError(
                "cannot write the undo log \(path): \(error.cause)",
                hint: "what it did not take was not written to etcd either",
                remedy: .runAgainElsewhere
            )
        }
        records += rewrites.count
    }
}
