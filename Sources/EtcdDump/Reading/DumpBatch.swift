public import EtcdModel
internal import WireFormats

/// A piece of a dump: its text and where the entries are in it.
///
/// Decoding happens where the entries are walked, so that several workers share it.
public struct DumpBatch: EntryBatch {
    let text: TextBuffer
    /// How much of the text belongs to the batch.
    let length: Int
    /// The offset of the text in the dump.
    let offset: Int
    let entries: [EntryLayout]
    /// The dump, for errors.
    private let name: String?
    /// What is missing in the text, so that places behind it are right.
    private let omissions: [DumpOmission]

    init(
        text: TextBuffer,
        length: Int,
        offset: Int,
        entries: [EntryLayout],
        name: String?,
        omissions: [DumpOmission] = [],
    ) {
        self.omissions = omissions
        self.text = text
        self.name = name
        self.length = length
        self.offset = offset
        self.entries = entries
    }

    /// How many entries.
    public var count: Int { entries.count }

    /// How many bytes of the dump the batch stands for.
    public var byteCount: Int { length + omissions.reduce(0) { $0 + $1.bytes } }

    /// Lends each entry's decoded key and value in the dump's order.
    ///
    /// Both are lent for the length of the call: what is kept has to be copied. An entry without
    /// a value has an empty one.
    ///
    /// - Throws: ``DumpError`` for a key or value that is not base64, and what `body` throws.
    public func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        try forEachPlaced { key, value, entry, _ in try body(key, value, entry) }
    }

    /// As ``forEach(_:)``, and says where each entry is.
    ///
    /// A number that the dump leaves out, or that does not fit 64 bits with a sign, is 0; its text
    /// stays in the dump as it is.
    public func forEachPlaced(
        _ body: (
            _ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts, _ place: DumpPlace
        ) throws -> Void
    ) throws {
        var largest = (key: 0, value: 0)
        for entry in entries {
            largest.key = max(largest.key, entry.key.count)
            largest.value = max(largest.value, entry.value.count)
        }
        var keyBuffer = [UInt8](
            repeating: 0,
            count: Base64.maximumDecodedCount(ofCharacters: largest.key + 4)
        )
        var valueBuffer = [UInt8](
            repeating: 0,
            count: Base64.maximumDecodedCount(ofCharacters: largest.value + 4)
        )
        try text.withBytes { bytes in
            for index in entries.indices {
                let layout = entries[index]
                let keyCount = try decode(.key, layout, in: bytes, into: &keyBuffer)
                let valueCount = try decode(.value, layout, in: bytes, into: &valueBuffer)
                try body(
                    keyBuffer.span.extracting(first: keyCount),
                    valueBuffer.span.extracting(first: valueCount),
                    Self.facts(layout, in: bytes),
                    DumpPlace(index: index, hasValue: layout.hasValue),
                )
            }
        }
    }

    private static func facts(_ layout: EntryLayout, in bytes: Span<UInt8>) -> EntryFacts {
        func number(_ range: Range<Int>) -> Int64 { EntryScan.integer(range, in: bytes) ?? 0 }
        return EntryFacts(
            createRevision: Revision(number(layout.createRevision)),
            modRevision: Revision(number(layout.modRevision)),
            version: number(layout.version),
            lease: LeaseID(number(layout.lease)),
        )
    }

    private func decode(
        _ field: DumpField,
        _ layout: EntryLayout,
        in bytes: Span<UInt8>,
        into buffer: inout [UInt8],
    ) throws(DumpError) -> Int {
        let range = layout[number: field]
        do throws(WireFormatError) {
            var output = buffer.mutableSpan
            return try Base64.decode(range, in: bytes, into: &output)
        } catch {
            guard bytes[error.offset] == UInt8(ascii: "\\") || hasEscape(range, in: bytes) else {
                throw failure(.base64(field, error.problem), at: error.offset, layout)
            }
        }
        return try decodeEscaped(field, range, layout, in: bytes, into: &buffer)
    }

    private func hasEscape(_ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        WordScan.firstIndex(
            of: UInt8(ascii: "\\"),
            in: bytes,
            from: range.lowerBound,
            to: range.upperBound
        ) != nil
    }

    /// Base64 in which some writer of JSON escaped a `/`, `+` or `=`.
    private func decodeEscaped(
        _ field: DumpField,
        _ range: Range<Int>,
        _ layout: EntryLayout,
        in bytes: Span<UInt8>,
        into buffer: inout [UInt8],
    ) throws(DumpError) -> Int {
        var tokenizer = JSONTokenizer((range.lowerBound - 1)..<(range.upperBound + 1))
        do throws(JSONError) {
            _ = try tokenizer.next(in: bytes)
        } catch {
            throw failure(.json(error.problem), at: error.offset, layout)
        }
        let plain = JSONString.decode(range, in: bytes)
        // What is no UTF-8 grows to the sign that stands for it, and would not fit.
        guard plain.count <= range.count else {
            throw failure(.base64(field, .character), at: range.lowerBound, layout)
        }
        do throws(WireFormatError) {
            var output = buffer.mutableSpan
            return try Base64.decode(0..<plain.count, in: plain.span, into: &output)
        } catch {
            throw failure(.base64(field, error.problem), at: range.lowerBound, layout)
        }
    }

    private func failure(
        _ problem: DumpError.Problem,
        at offset: Int,
        _ layout: EntryLayout,
    ) -> DumpError {
        DumpError(
            problem: problem,
            offset: self.offset + offset + omissions.bytes(before: offset),
            line: layout.line,
            file: name,
        )
    }
}
