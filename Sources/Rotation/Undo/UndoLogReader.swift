internal import KeyMaterial
public import Providers

/// Reads an undo log line by line; memory is bounded by its longest line.
///
/// A crash may leave the last line torn: its swap was not sent then, so it is passed over. A last
/// line that lacks nothing but its line feed is whole.
///
/// Every line carries an authentication code under a key that is derived from the configuration's
/// own, over itself and the code of the line before. Whoever can write the log but does not hold the
/// configuration cannot change, add, move or take out a record without ``next()`` saying so. He can
/// cut off the end, which looks like a crash and leaves values as the rotation wrote them, and he
/// can remove the log. The codes do not protect from who holds the configuration; what a record
/// would put back is opened and compared as well (``UndoJob``).
public final class UndoLogReader {
    /// Where it lies.
    public let path: String
    /// What the first line says.
    public let header: UndoHeader
    /// Whether the log has authentication codes, and those read so far are right.
    public var isSealed: Bool { seal != nil }
    /// Whether the last line was torn, once the end was reached.
    public private(set) var endsTorn = false

    private let lines: LineReader
    private var seal: UndoSeal?

    /// Opens the log and reads its header.
    ///
    /// - Parameters:
    ///   - path: Where it lies.
    ///   - chains: The configuration that the rotation moved to, or another one that has the key
    ///     which that one writes with.
    ///   - allowingUnsealed: Whether to read a log without authentication codes although the
    ///     configuration has keys for them: one of an earlier kenc, which anyone may have
    ///     changed since.
    /// - Throws: ``UndoLogError``.
    public init(
        path: String,
        chains: ResourceChains,
        allowingUnsealed: Bool = false,
    ) throws(UndoLogError) {
        let lines = try LineReader(path: path)
        guard let first = try lines.next(), first.isWhole,
            let (header, salt) = UndoLogText.parseHeader(first.bytes)
        else {
            throw UndoLogError(
                "\(path) is no undo log of kenc: its first line is not the header of one",
                remedy: .giveTheRotations
            )
        }
        guard (1...2).contains(header.version) else {
            throw UndoLogError(
                "\(path) is an undo log of version \(header.version), and this kenc reads 1 and 2",
                hint: "use the kenc that wrote it, or a newer one"
            )
        }
        if header.version == 2, let salt {
            seal = try Self.seal(path, first.bytes, salt, chains)
        } else if UndoSeal.key(of: chains) != nil, !allowingUnsealed {
            throw UndoLogError(
                "\(path) has no authentication codes, so nothing says that it is as kenc wrote it",
                remedy: .readUnsealed
            )
        }
        self.path = path
        self.header = header
        self.lines = lines
    }

    /// The next record; nil at the end.
    public func next() throws(UndoLogError) -> UndoRecord? {
        guard let line = try lines.next() else { return nil }
        if try accepts(line), let record = UndoLogText.parseRecord(line.bytes) { return record }
        guard line.isWhole else {
            endsTorn = true
            return nil
        }
        guard isSealed else {
            throw UndoLogError(
                "\(path):\(line.number): not a record of an undo log",
                hint: "the file was changed or damaged"
            )
        }
        throw UndoLogError(
            "\(path):\(line.number): not the line that kenc wrote there: its authentication code "
                + "does not fit",
            hint: "the line was changed, or one before it taken out, added or moved: use a copy of "
                + "the log that nobody changed"
        )
    }

    private func accepts(_ line: LineReader.Line) throws(UndoLogError) -> Bool {
        do throws(CryptoLibraryError) {
            return try seal?.accepts(line.bytes) ?? true
        } catch {
            throw UndoLogError("cannot check \(path): \(error)")
        }
    }

    /// Finds the key that the log was sealed under.
    private static func seal(
        _ path: String,
        _ first: [UInt8],
        _ salt: [UInt8],
        _ chains: ResourceChains,
    ) throws(UndoLogError) -> UndoSeal {
        do throws(CryptoLibraryError) {
            for key in UndoSeal.keys(of: chains) {
                var seal = try UndoSeal(key: key, salt: salt)
                if try seal.accepts(first) { return seal }
            }
        } catch {
            throw UndoLogError("cannot check \(path): \(error)")
        }
        throw UndoLogError(
            "\(path) was not sealed under any key of the configuration",
            hint: "name the configuration that the rotation moved to; with that one it means that "
                + "the log's first line was changed"
        )
    }
}
