internal import DurableFiles
internal import KeyMaterial

/// The pages of a bbolt file, one after the other.
final class PageFile {
    let pageSize: Int
    private let file: WholeFile
    private var nextPage = 2
    /// Pages that are to be written next.
    private var image: [UInt8] = []
    private static let imageByteCount = 1 << 17

    /// Begins with two pages that ``finishPages(root:transaction:)`` fills.
    init(_ file: WholeFile, pageSize: Int) throws(FileFailure) {
        self.file = file
        self.pageSize = pageSize
        try file.write([UInt8](repeating: 0, count: 2 * pageSize))
    }

    /// Appends a page, with as many behind it as its content needs.
    ///
    /// - Parameters:
    ///   - kind: Branch or leaf.
    ///   - count: How many elements.
    ///   - contentCount: How many bytes `fill` appends.
    ///   - fill: Appends the elements and their data.
    /// - Returns: Its number.
    /// - Throws: `FileFailure`.
    func append(
        _ kind: PageKind,
        count: Int,
        contentCount: Int,
        _ fill: (inout [UInt8]) -> Void,
    ) throws(FileFailure) -> UInt64 {
        let page = UInt64(nextPage)
        let used = (PageHeader.byteCount + contentCount + pageSize - 1) / pageSize
        let start = image.count
        image.append(littleEndian: page)
        image.append(littleEndian: kind.rawValue)
        image.append(littleEndian: UInt16(count))
        image.append(littleEndian: UInt32(used - 1))
        fill(&image)
        // What lies behind the data is zeros: no old byte gets into a new file.
        image.append(contentsOf: repeatElement(0, count: start + used * pageSize - image.count))
        nextPage += used
        if image.count >= Self.imageByteCount { try flush() }
        return page
    }

    /// Writes both meta pages as a snapshot of etcd has them; the hash of all pages is still missing.
    func finishPages(root: UInt64, transaction: UInt64) throws(FileFailure) {
        try flush()
        for page in 0..<2 {
            var meta: [UInt8] = []
            meta.append(littleEndian: UInt64(page))
            meta.append(littleEndian: PageKind.meta.rawValue)
            meta.append(littleEndian: 0 as UInt16)
            meta.append(littleEndian: 0 as UInt32)
            meta.append(littleEndian: MetaPage.magic)
            meta.append(littleEndian: MetaPage.version)
            meta.append(littleEndian: UInt32(pageSize))
            meta.append(littleEndian: 0 as UInt32)
            meta.append(littleEndian: root)
            meta.append(littleEndian: 0 as UInt64)
            meta.append(littleEndian: MetaPage.noFreelist)
            meta.append(littleEndian: UInt64(nextPage))
            meta.append(littleEndian: transaction - UInt64(page))
            meta.append(
                littleEndian: MetaPage.checksum(of: meta.span, from: PageHeader.byteCount)
            )
            try file.overwrite(meta, at: page * pageSize)
        }
    }

    /// The bytes of all pages.
    var byteCount: Int { nextPage * pageSize }

    /// The metas lie in front and were written last, so the hash takes another pass.
    func hash() throws -> [UInt8] {
        let body = try MappedFile(path: file.pathForReading(), looksAtLock: false)
        let digest = try body.withBytes(0..<body.count) { bytes throws(CryptoLibraryError) in
            try Digest.sha256(bytes)
        }
        guard body.count == byteCount, !body.isLost else { throw SnapshotFile.lost }
        return digest
    }

    private func flush() throws(FileFailure) {
        try file.write(image)
        image.removeAll(keepingCapacity: true)
    }
}
