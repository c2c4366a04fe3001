internal import EtcdModel

extension MetaPage {
    /// The valid meta page with the newer transaction, as bbolt chooses when it opens a file.
    ///
    /// The second one lies at the page size, which only a valid meta page tells: if the first is
    /// broken, every size that bbolt knows is tried.
    static func choose(in bytes: Span<UInt8>) throws(SnapshotError) -> MetaPage {
        let flaw: Flaw
        do throws(Flaw) {
            let first = try MetaPage(in: bytes, at: 0)
            guard let second = try? MetaPage(in: bytes, at: first.pageSize),
                second.pageSize == first.pageSize, second.transaction > first.transaction
            else { return first }
            return second
        } catch {
            flaw = error
        }
        for shift in 10...24 {
            if let second = try? MetaPage(in: bytes, at: 1 << shift), second.pageSize == 1 << shift
            {
                return second
            }
        }
        throw flaw.asError(in: bytes)
    }
}

extension MetaPage.Flaw {
    fileprivate func asError(in bytes: Span<UInt8>) -> SnapshotError {
        switch self {
        case .bigEndian:
            return SnapshotError(
                .foreignFormat,
                "the file was written by a big-endian machine (s390x, for example)",
                hint: "read it on a machine of the same byte order; this reader is little-endian"
            )
        case .tooShort, .magic:
            if let foreign = ForeignFormat(of: bytes) { return foreign.error }
            if self == .tooShort {
                return SnapshotError(
                    .truncated,
                    "\(bytes.count) bytes are too few for an etcd database",
                    hint: "the copy or download stopped early; take the snapshot again"
                )
            }
            return SnapshotError(
                .foreignFormat,
                "not an etcd database: no bbolt magic in either meta page",
                remedy: .giveSnapshotOrDatabase
            )
        case .version(let version):
            return SnapshotError(
                .foreignFormat,
                page: 0,
                "bbolt format version \(version); only 2 is known"
            )
        case .checksum:
            return .damaged(page: 0, "the checksum of both meta pages is wrong")
        case .pageSize(let size):
            return .damaged(page: 0, "the page size \(size) is none that bbolt writes")
        }
    }
}
