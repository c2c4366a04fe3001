internal import CMappedFile
internal import CZlib
internal import Glibc

extension MappedFile {
    /// The snapshot inside, where the file is an archive of one as k3s and RKE2 make it; else the
    /// file itself.
    ///
    /// It is unpacked into memory that no file system holds: what a snapshot stores in plaintext must
    /// not stay behind on a disk that nobody thinks of. So the size is bounded by the machine's memory.
    ///
    /// - Throws: `SnapshotError` for an archive of anything else, or a damaged one.
    static func unpacked(path: String) throws(SnapshotError) -> MappedFile {
        let file = try MappedFile(path: path)
        let isArchive = file.withBytes(0..<file.count) { ZipEntry.isArchive($0) }
        guard isArchive else { return file }
        let target = kenc_memory_file()
        guard target >= 0 else {
            throw SnapshotError(.limit, "there is no memory to unpack the archive into")
        }
        var keep = false
        defer { if !keep { _ = close(target) } }
        try file.withBytes(0..<file.count) { bytes throws(SnapshotError) in
            let entry = try ZipEntry(of: bytes)
            guard entry.unpackedCount <= memoryLimit else {
                throw SnapshotError(
                    .limit,
                    "unpacked it has \(entry.unpackedCount >> 20) MiB, more than half of this "
                        + "machine's memory",
                    hint: "extract the snapshot from the archive first"
                )
            }
            try Inflater.unpack(entry, of: bytes, into: target)
        }
        guard !file.isLost else { throw SnapshotFile.lost }
        keep = true
        return try MappedFile(taking: target, looksAtLock: false)
    }

    private static var memoryLimit: Int {
        sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE))
    }
}

/// Unpacks an entry, a piece at a time.
@safe
private enum Inflater {
    private static let pieceCount = 1 << 20

    static func unpack(
        _ entry: ZipEntry,
        of bytes: Span<UInt8>,
        into target: Int32,
    ) throws(SnapshotError) {
        let packed = bytes.extracting(entry.data)
        var output = Output(target: target, limit: entry.unpackedCount)
        switch entry.method {
        case .stored:
            try unsafe packed.withUnsafeBufferPointer { packed throws(SnapshotError) in
                var start = 0
                while start < packed.count {
                    let count = min(pieceCount, packed.count - start)
                    try unsafe output.take(
                        UnsafeBufferPointer(rebasing: packed[start..<(start + count)])
                    )
                    start += count
                }
            }
        case .deflated: try inflate(packed, &output)
        }
        guard output.count == entry.unpackedCount, output.checksum == entry.checksum else {
            throw ZipEntry.broken
        }
    }

    private static func inflate(
        _ packed: Span<UInt8>,
        _ output: inout Output
    ) throws(SnapshotError) {
        var stream = unsafe z_stream()
        guard unsafe kenc_inflate_raw_begin(&stream) == Z_OK else {
            throw SnapshotError(.limit, "there is no memory to unpack the archive")
        }
        defer { unsafe inflateEnd(&stream) }
        let piece = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceCount)
        defer { unsafe piece.deallocate() }
        try unsafe packed.withUnsafeBufferPointer { packed throws(SnapshotError) in
            var given = 0
            while true {
                if unsafe stream.avail_in == 0, given < packed.count {
                    let count = min(1 << 30, packed.count - given)
                    unsafe stream.next_in = UnsafeMutablePointer(
                        mutating: packed.baseAddress?.advanced(by: given)
                    )
                    unsafe stream.avail_in = UInt32(count)
                    given += count
                }
                unsafe stream.next_out = piece.baseAddress
                unsafe stream.avail_out = UInt32(pieceCount)
                let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                guard status == Z_OK || status == Z_STREAM_END else { throw ZipEntry.broken }
                let made = unsafe pieceCount - Int(stream.avail_out)
                // Without progress there would be no end.
                guard made > 0 || status == Z_STREAM_END else { throw ZipEntry.broken }
                try unsafe output.take(UnsafeBufferPointer(rebasing: piece[..<made]))
                if status == Z_STREAM_END {
                    guard unsafe stream.avail_in == 0, given == packed.count else {
                        throw ZipEntry.broken
                    }
                    return
                }
            }
        }
    }

    /// What was unpacked so far; never more than the archive says.
    private struct Output {
        let target: Int32
        let limit: Int
        private(set) var count = 0
        private var sum: UInt = 0

        var checksum: UInt32 { UInt32(truncatingIfNeeded: sum) }

        init(target: Int32, limit: Int) {
            self.target = target
            self.limit = limit
        }

        mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(SnapshotError) {
            guard bytes.count <= limit - count else { throw ZipEntry.broken }
            count += bytes.count
            sum = unsafe crc32(sum, bytes.baseAddress, UInt32(bytes.count))
            var done = 0
            while done < bytes.count {
                let rest = unsafe UnsafeBufferPointer(rebasing: bytes[done...])
                let written = unsafe write(target, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    throw SnapshotError(.limit, "there is no memory to unpack the archive into")
                }
                done += written
            }
        }
    }
}
