/// One of the two pages that say where a bbolt file's trees begin.
///
/// *Page header (16 bytes), magic u32, version u32, page size u32, flags u32, root bucket (page u64,
/// sequence u64), freelist page u64, high water u64, transaction u64, checksum u64*, in the byte
/// order of the machine that wrote it; as in bbolt: `internal/common/meta.go`.
struct MetaPage: Equatable {
    static let magic: UInt32 = 0xED0C_DAED
    static let version: UInt32 = 2
    /// Header and meta.
    static let byteCount = 80
    /// The freelist's page of a file that keeps none.
    static let noFreelist: UInt64 = .max

    let pageSize: Int
    let root: UInt64
    let freelist: UInt64
    let highWater: UInt64
    let transaction: UInt64

    /// Why bytes are not a meta page.
    enum Flaw: Error, Equatable {
        case tooShort
        case magic
        case bigEndian
        case version(UInt32)
        case checksum
        case pageSize(UInt32)
    }

    init(in bytes: Span<UInt8>, at page: Int) throws(Flaw) {
        guard page >= 0, page <= bytes.count - Self.byteCount else { throw .tooShort }
        let meta = page + 16
        let magic = bytes.u32(at: meta)
        guard magic == Self.magic else {
            throw magic == Self.magic.byteSwapped ? .bigEndian : .magic
        }
        let version = bytes.u32(at: meta + 4)
        guard version == Self.version else { throw .version(version) }
        guard bytes.u64(at: meta + 56) == Self.checksum(of: bytes, from: meta) else {
            throw .checksum
        }
        let pageSize = bytes.u32(at: meta + 8)
        guard pageSize >= 1 << 10, pageSize <= 1 << 24, pageSize & (pageSize - 1) == 0 else {
            throw .pageSize(pageSize)
        }
        self.pageSize = Int(pageSize)
        root = bytes.u64(at: meta + 16)
        freelist = bytes.u64(at: meta + 32)
        highWater = bytes.u64(at: meta + 40)
        transaction = bytes.u64(at: meta + 48)
    }

    /// FNV-1a, 64 bits, over the 56 bytes before the checksum.
    static func checksum(of bytes: Span<UInt8>, from start: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for offset in start..<start + 56 {
            hash = (hash ^ UInt64(bytes[offset])) &* 0x100_0000_01B3
        }
        return hash
    }
}
