/// The one entry of a zip archive, as k3s and RKE2 pack their snapshots: where its data lies, and what
/// it has to unpack to.
///
/// As in APPNOTE.TXT, without encryption, several disks and Zip64.
struct ZipEntry {
    enum Method: UInt16 {
        case stored = 0
        case deflated = 8
    }

    let method: Method
    let data: Range<Int>
    let unpackedCount: Int
    let checksum: UInt32

    /// Whether the bytes begin as an archive with an entry does.
    static func isArchive(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes.u32(at: 0) == localSignature
    }

    private static let localSignature: UInt32 = 0x0403_4b50
    private static let directorySignature: UInt32 = 0x0201_4b50
    private static let endSignature: UInt32 = 0x0605_4b50
    private static let localCount = 30
    private static let directoryCount = 46
    private static let endCount = 22

    /// Finds the entry of an archive that has no other.
    ///
    /// - Throws: `SnapshotError` for anything else.
    init(of bytes: Span<UInt8>) throws(SnapshotError) {
        let end = try Self.endOfDirectory(in: bytes)
        let entryCount = bytes.u16(at: end + 10)
        let start = Int(bytes.u32(at: end + 16))
        guard bytes.u16(at: end + 4) == 0, entryCount != 0xffff, start != 0xffff_ffff else {
            throw Self.unusual("it is in Zip64 or on several disks")
        }
        guard entryCount == 1 else {
            throw Self.unusual("it has \(entryCount) entries, and a snapshot is one")
        }
        guard start <= end - Self.directoryCount, bytes.u32(at: start) == Self.directorySignature
        else { throw Self.broken }
        guard bytes.u16(at: start + 8) & 1 == 0 else { throw Self.unusual("it is encrypted") }
        guard let method = Method(rawValue: bytes.u16(at: start + 10)) else {
            throw Self.unusual("it is not packed by deflate")
        }
        let packed = bytes.u32(at: start + 20)
        let unpacked = bytes.u32(at: start + 24)
        let local = Int(bytes.u32(at: start + 42))
        guard packed != .max, unpacked != .max, local != 0xffff_ffff else {
            throw Self.unusual("it is in Zip64")
        }
        guard local <= start - Self.localCount, bytes.u32(at: local) == Self.localSignature else {
            throw Self.broken
        }
        let data =
            local + Self.localCount + Int(bytes.u16(at: local + 26))
            + Int(bytes.u16(at: local + 28))
        guard data <= start, Int(packed) <= start - data,
            method == .deflated || packed == unpacked
        else { throw Self.broken }
        self.method = method
        self.data = data..<(data + Int(packed))
        unpackedCount = Int(unpacked)
        checksum = bytes.u32(at: start + 16)
    }

    /// Where the record at the archive's end begins, behind which only its comment comes.
    private static func endOfDirectory(in bytes: Span<UInt8>) throws(SnapshotError) -> Int {
        var start = bytes.count - endCount
        let last = max(0, start - 0xffff)
        while start >= last {
            if bytes.u32(at: start) == endSignature,
                Int(bytes.u16(at: start + 20)) == bytes.count - start - endCount
            {
                return start
            }
            start -= 1
        }
        throw SnapshotError(
            .truncated,
            "a zip archive without its end",
            hint: "the copy or download stopped early; fetch it again"
        )
    }

    private static func unusual(_ why: String) -> SnapshotError {
        SnapshotError(
            .foreignFormat,
            "a zip archive that is not read as it is: \(why)",
            hint: "extract the snapshot from it first"
        )
    }

    static var broken: SnapshotError {
        SnapshotError(
            .damaged,
            "the zip archive is damaged",
            hint: "fetch it again, or take another snapshot"
        )
    }
}
