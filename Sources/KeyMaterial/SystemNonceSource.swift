internal import CLibCrypto

/// Random bytes of OpenSSL's generator, drawn in blocks.
///
/// A call of `RAND_bytes` for every nonce costs more than sealing a small value, so a page is drawn
/// at a time. Every byte is given out once and zeroed in the block as it goes. A forked child never
/// sees what its parent holds: the kernel hands it the page as zeros (`MADV_WIPEONFORK`), its count
/// of unused bytes included, so it draws its own. Where the kernel cannot do that, nothing is kept
/// in stock.
@safe
public final class SystemNonceSource: NonceSource {
    /// One page: how many bytes are left (8 bytes), then the random bytes, used from the end.
    private var page: UnsafeMutableRawPointer?
    private var pageSize = 0
    private var mapped = false

    private static let headerSize = 8

    /// Makes a source that draws its first block with its first nonce.
    public init() {}

    deinit {
        if let page = unsafe page { unsafe kenc_secret_page_free(page, pageSize) }
    }

    /// Copies unused bytes into `nonce`.
    public func fill(_ nonce: inout MutableSpan<UInt8>) throws(NonceError) {
        if !mapped { mapPage() }
        let filled = unsafe nonce.withUnsafeMutableBytes { nonce in unsafe fill(nonce) }
        guard filled else { throw NonceError() }
    }

    private func fill(_ nonce: UnsafeMutableRawBufferPointer) -> Bool {
        guard let target = nonce.baseAddress else { return true }
        guard let page = unsafe page, nonce.count <= pageSize - Self.headerSize else {
            return unsafe draw(target, nonce.count)
        }
        var left = unsafe page.load(as: Int.self)
        if left < nonce.count {
            left = pageSize - Self.headerSize
            // If this fails the count still says how much of the old block is unused, and the
            // block may be half overwritten: start with nothing.
            unsafe page.storeBytes(of: 0, as: Int.self)
            guard unsafe draw(page + Self.headerSize, left) else { return false }
        }
        left -= nonce.count
        let source = unsafe page + Self.headerSize + left
        unsafe target.copyMemory(from: source, byteCount: nonce.count)
        unsafe source.initializeMemory(as: UInt8.self, repeating: 0, count: nonce.count)
        unsafe page.storeBytes(of: left, as: Int.self)
        return true
    }

    private func draw(_ target: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        guard let count = Int32(exactly: count) else { return false }
        return unsafe RAND_bytes(target.assumingMemoryBound(to: UInt8.self), count) == 1
    }

    private func mapPage() {
        mapped = true
        pageSize = kenc_page_size()
        unsafe page = kenc_secret_page_map(pageSize)
    }
}
