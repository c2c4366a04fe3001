internal import DurableFiles
internal import KeyMaterial
public import Providers

/// Writes an undo log: each group of records is on disk before its swaps are sent.
public final class UndoLogWriter: RewriteJournal {
    /// Where it lies.
    public var path: String { file.path }
    /// How many records were written.
    public private(set) var records = 0
    private let file: AppendedFile
    private var seal: UndoSeal?

    /// Creates the file, which must not exist yet and is its owner's only, with its header.
    ///
    /// - Parameters:
    ///   - path: Where it is to lie.
    ///   - header: What it is about.
    ///   - chains: The configuration that the rotation moves to. A key for the lines' authentication
    ///     codes is derived from one of its keys; one of kms plugins alone gives a log without.
    /// - Throws: ``UndoLogError``.
    public init(
        path: String,
        header: UndoHeader,
        chains: ResourceChains,
    ) throws(UndoLogError) {
        let beginning: [UInt8]
        do throws(CryptoLibraryError) {
            var salt: [UInt8]?
            if let key = UndoSeal.key(of: chains) {
                let fresh = Self.freshSalt()
                seal = try UndoSeal(key: key, salt: fresh)
                salt = fresh
            }
            beginning = try UndoLogText.header(header, salt: salt, &seal)
        } catch {
            throw UndoLogError("cannot seal the undo log \(path): \(error)")
        }
        file = try Self.create(path, beginning)
    }

    private static func freshSalt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<UndoSeal.saltSize).map { _ in generator.next() }
    }

    private static func create(
        _ path: String,
        _ beginning: [UInt8],
    ) throws(UndoLogError) -> AppendedFile {
        do throws(FileFailure) {
            return try AppendedFile(path: path, beginning: beginning)
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
        for rewrite in rewrites { try UndoLogText.append(rewrite, to: &text, &seal) }
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
