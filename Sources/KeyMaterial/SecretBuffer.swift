internal import CLibCrypto

/// A buffer for plaintexts that is used again for every value, and wiped when it grows and when it
/// is released.
///
/// It never shrinks: it is as large as the largest value it held, rounded up to a power of two.
/// Bytes of an earlier value stay behind a shorter one until then. The capacity given out is
/// aligned to 64 bytes, a cache line.
@safe
package final class SecretBuffer {
    private var memory: UnsafeMutableRawBufferPointer
    private let deallocator: SecretBytes.Deallocator

    /// How many bytes fit without growing.
    package var capacity: Int { unsafe memory.count }

    /// Makes an empty buffer.
    package convenience init() {
        unsafe self.init { unsafe $0.deallocate() }
    }

    /// Makes an empty buffer whose memory a test can look at before it goes.
    package init(deallocator: @escaping SecretBytes.Deallocator) {
        unsafe memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
        unsafe self.deallocator = unsafe deallocator
    }

    deinit {
        release()
    }

    /// Makes room for at least `count` bytes and forgets what it held if that takes new memory.
    @inline(__always)
    package func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if count > capacity { grow(to: count) }
        return unsafe memory
    }

    /// Wipes what the buffer holds and keeps its memory.
    package func wipe() {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
    }

    @inline(never)
    private func grow(to count: Int) {
        release()
        var capacity = 4096
        while capacity < count { capacity *= 2 }
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: capacity,
            alignment: 64
        )
    }

    private func release() {
        guard unsafe memory.baseAddress != nil else { return }
        wipe()
        unsafe deallocator(memory)
        unsafe memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
