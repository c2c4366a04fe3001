public import EtcdModel

/// Why a database file cannot be read, and where.
public struct SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What a caller may branch on.
    public enum Code: Sendable, Equatable {
        /// The file cannot be opened, or is not a regular file.
        case cannotOpen
        /// The file is something else: compressed, an archive, a dump, another byte order.
        case foreignFormat
        /// The file ends before what it describes.
        case truncated
        /// A page, element or record breaks the rules of the format.
        case damaged
        /// The trailer's SHA-256 is not that of the body.
        case hashMismatch
        /// The revision asked for was compacted away.
        case compacted
        /// The revision asked for is newer than the file.
        case futureRevision
        /// The file lost bytes while it was mapped.
        case changedWhileReading
        /// A limit of this reader was passed.
        case limit
    }

    /// What went wrong, to branch on.
    public var code: Code
    /// The file, as it was named by the caller.
    public var file: String?
    /// The bbolt page on which it was found.
    public var page: PageID?
    /// What was wrong, in words.
    public var message: String
    /// What to do next.
    public var hint: String?
    /// What to do next with the options the file was opened with.
    public var remedy: StoreRemedy?

    init(
        _ code: Code,
        page: Int? = nil,
        _ message: String,
        hint: String? = nil,
        remedy: StoreRemedy? = nil,
    ) {
        self.code = code
        self.page = page.map(PageID.init)
        self.message = message
        self.hint = hint
        self.remedy = remedy
    }

    static func damaged(page: Int? = nil, _ message: String) -> SnapshotError {
        SnapshotError(.damaged, page: page, message, hint: damageHint)
    }

    /// The same error, with the file's name.
    func inFile(_ path: String) -> SnapshotError {
        var copy = self
        copy.file = copy.file ?? path
        return copy
    }

    /// File, page and reason in one line, without the hint.
    public var description: String {
        let place = page.map { "page \($0): " } ?? ""
        return (file.map { "\($0): " } ?? "") + place + message
    }

    private static let damageHint =
        "the file is damaged, or was copied while etcd was writing to it;"
        + " take a snapshot with `etcdctl snapshot save`"
}
