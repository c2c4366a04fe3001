/// Reads an undo log line by line; memory is bounded by its longest line.
///
/// A crash may leave the last line torn: its swap was not sent then, so it is passed over.
public final class UndoLogReader {
    /// Where it lies.
    public let path: String
    /// What the first line says.
    public let header: UndoHeader
    /// Whether the last line was torn, once the end was reached.
    public private(set) var endsTorn = false

    private let lines: LineReader

    /// Opens the log and reads its header.
    public init(path: String) throws(UndoLogError) {
        let lines = try LineReader(path: path)
        guard let first = try lines.next(), first.isWhole,
            let header = UndoLogText.parseHeader(first.bytes)
        else {
            throw UndoLogError(
                "\(path) is no undo log of kenc: its first line is not the header of one",
                remedy: .giveTheRotations
            )
        }
        guard header.version == 1 else {
            throw UndoLogError(
                "\(path) is an undo log of version \(header.version), and this kenc reads 1",
                hint: "use the kenc that wrote it, or a newer one"
            )
        }
        self.path = path
        self.header = header
        self.lines = lines
    }

    /// The next record; nil at the end.
    public func next() throws(UndoLogError) -> UndoRecord? {
        guard let line = try lines.next() else { return nil }
        if line.isWhole, let record = UndoLogText.parseRecord(line.bytes) { return record }
        // Nothing may follow what is torn.
        guard try lines.next() == nil else {
            throw UndoLogError(
                "\(path):\(line.number): not a record of an undo log",
                hint: "the file was changed or damaged"
            )
        }
        endsTorn = true
        return nil
    }
}
