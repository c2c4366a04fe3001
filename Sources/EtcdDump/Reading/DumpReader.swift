internal import DurableFiles
public import EtcdModel
internal import WireFormats

/// Reads the output of `etcdctl get … -w json` piece by piece.
///
/// Memory holds one piece at a time, about ``pieceSize`` or one entry if that is larger, plus the
/// batches that the caller still keeps. A field that is of no interest passes by without being held,
/// however large it is, unless ``keepsText``. Several answers after each other, as paged dumps give, are
/// one dump. Order and duplicates of keys stay as they are.
///
/// Not for several tasks at once: one pulls, and hands the batches out.
public final class DumpReader {
    /// How much text a batch holds by default.
    ///
    /// Small enough that what one core has just read and scanned is still in its cache when it is
    /// decoded, large enough that handing it over costs nothing.
    public static let pieceSize = 1 << 19
    /// How large one entry or other member may be: far beyond what etcd takes, which is 1.5 MiB
    /// unless it was told otherwise.
    public static let maximumItemSize = 64 << 20

    private let source: DumpSource
    private let pieceSize: Int
    /// What errors call the dump.
    private let name: String?
    private let spare: SpareMemory
    private var buffer: TextBuffer
    /// How many entries the batch before had: this one has about as many.
    private var lastCount = 0
    private var scanner = DumpScanner()
    private var baseOffset = 0
    private var sourceEnded = false
    private var finished = false
    /// What was taken out of the buffer's text, all of it within the first item.
    private var omissions: [DumpOmission] = []

    /// Whether all of the dump's text is needed, to be written again.
    public var keepsText = false

    /// How many bytes of the dump the batches so far hold.
    public var offset: Int { baseOffset }
    /// The size of the dump in bytes where it is a regular file, for progress.
    public let size: Int?
    /// What the answers say of themselves; at the end of the dump.
    public var sighting: StoreSighting { scanner.answers.sighting(isAtEnd: finished) }

    /// Opens the dump at `path`.
    ///
    /// - Throws: ``DumpError`` with the problem `io`.
    public convenience init(path: String) throws(DumpError) {
        let descriptor: Int32
        do throws(SystemError) {
            descriptor = try openForReading(path)
        } catch {
            throw DumpError(
                problem: .io(operation: "open it", code: error.code),
                offset: 0,
                line: 1,
                file: path
            )
        }
        self.init(source: DumpSource(descriptor: descriptor, closes: true), name: path)
    }

    /// Reads from an open descriptor, which stays open; 0 is standard input.
    public convenience init(descriptor: Int32, name: String? = nil) {
        self.init(source: DumpSource(descriptor: descriptor, closes: false), name: name)
    }

    init(
        source: DumpSource,
        pieceSize: Int = DumpReader.pieceSize,
        name: String? = nil,
    ) {
        self.source = source
        self.name = name
        self.pieceSize = max(1, pieceSize)
        self.size = fileSize(source.descriptor)
        spare = SpareMemory(blockSize: self.pieceSize)
        buffer = TextBuffer(capacity: self.pieceSize, from: spare)
    }

    /// The next piece of the dump, or nil after the last.
    ///
    /// Together the batches hold all of the dump's text if ``keepsText``; a batch may have no entry
    /// at all.
    ///
    /// - Returns: The batch, which owns its memory.
    /// - Throws: ``DumpError`` with the place. After an error the reader is of no more use.
    public func nextBatch() throws(DumpError) -> DumpBatch? {
        guard !finished else { return nil }
        var entries: [EntryLayout] = []
        entries.reserveCapacity(lastCount)
        defer { lastCount = entries.count }
        let firstLine = scanner.line
        while true {
            do throws(SystemError) {
                if !sourceEnded { sourceEnded = try !buffer.fill(from: source.descriptor) }
            } catch {
                throw failure(.io(operation: "read it", code: error.code), at: buffer.count)
            }
            let done = try scan(&entries)
            if omissions.isEmpty, sourceEnded {
                finished = true
                return batch(entries, length: done, line: firstLine)
            }
            if done > 0 { return batch(entries, length: done, line: firstLine) }
            // One item is larger than the buffer.
            if !keepsText, let start = scanner.foreignStart {
                try omitValue(at: start)
                continue
            }
            guard buffer.capacity < Self.maximumItemSize else { throw failure(.tooLarge, at: 0) }
            buffer = buffer.tail(
                from: 0,
                capacity: min(max(64, buffer.capacity * 2), Self.maximumItemSize),
            )
        }
    }

    private func scan(_ entries: inout [EntryLayout]) throws(DumpError) -> Int {
        var scanner = self.scanner
        defer { self.scanner = scanner }
        let isLast = sourceEnded
        let isOne = !omissions.isEmpty
        do throws(ScanStop) {
            return try buffer.withBytes { bytes throws(ScanStop) in
                try scanner.scan(
                    bytes,
                    from: 0,
                    isLast: isLast,
                    isOne: isOne,
                    into: &entries
                )
            }
        } catch .problem(let problem, let offset) {
            throw failure(problem, at: offset)
        } catch {
            throw failure(.json(.inputEnded), at: buffer.count)
        }
    }

    private func batch(_ entries: [EntryLayout], length: Int, line: Int) -> DumpBatch {
        let batch = DumpBatch(
            text: buffer,
            length: length,
            offset: baseOffset,
            entries: entries,
            name: name,
            omissions: omissions,
        )
        baseOffset += batch.byteCount
        scanner.passLines(omissions.reduce(0) { $0 + $1.lines })
        omissions = []
        guard !finished else { return batch }
        let rest = buffer.count - length
        buffer = buffer.tail(from: length, capacity: max(pieceSize, rest + pieceSize / 2 + 1))
        return batch
    }

    /// Takes a value out of the text that nobody asked for, to its end, and puts a zero there.
    private func omitValue(at start: Int) throws(DumpError) {
        var value = ForeignValue()
        var piece = buffer
        var from = start
        var passed = 0
        while true {
            let end: Int?
            do throws(ScanStop) {
                end = try piece.withBytes { bytes throws(ScanStop) in
                    try value.pass(bytes, from: from)
                }
            } catch .problem(let problem, let offset) {
                throw failure(problem, at: start, behind: passed + offset - from, value.lines)
            } catch {
                throw failure(.json(.inputEnded), at: start, behind: passed, value.lines)
            }
            if let end {
                let bytes = passed + end - from - 1
                buffer = buffer.without(
                    from: start,
                    goingOnAt: end,
                    of: piece,
                    capacity: buffer.capacity
                )
                omissions.append(DumpOmission(offset: start, bytes: bytes, lines: value.lines))
                return
            }
            passed += piece.count - from
            from = 0
            if sourceEnded {
                throw failure(.json(.inputEnded), at: start, behind: passed, value.lines)
            }
            piece = TextBuffer(capacity: pieceSize, from: spare)
            do throws(SystemError) {
                sourceEnded = try !piece.fill(from: source.descriptor)
            } catch {
                throw failure(.io(operation: "read it", code: error.code), at: start)
            }
        }
    }

    /// An error at an offset in the buffer; its line is counted from the item it is in.
    private func failure(
        _ problem: DumpError.Problem,
        at offset: Int,
        behind bytes: Int = 0,
        _ lines: Int = 0,
    ) -> DumpError {
        var line = scanner.line + lines + omissions.lines(before: offset)
        buffer.withBytes { bytes in
            for index in min(scanner.itemStart, offset)..<offset where bytes[index] == 0x0a {
                line += 1
            }
        }
        return DumpError(
            problem: problem,
            offset: baseOffset + offset + bytes + omissions.bytes(before: offset),
            line: line,
            file: name,
        )
    }
}

/// An open descriptor, closed with the last use if it is ours.
final class DumpSource {
    let descriptor: Int32
    private let closes: Bool

    init(descriptor: Int32, closes: Bool) {
        self.descriptor = descriptor
        self.closes = closes
    }

    deinit {
        if closes { closeDescriptor(descriptor) }
    }
}
