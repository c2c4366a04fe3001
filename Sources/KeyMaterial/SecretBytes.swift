internal import CLibCrypto

/// Owns key bytes and wipes them when released.
///
/// A key lies in a page that is locked in memory where the limit of the process allows it
/// (`RLIMIT_MEMLOCK`), and that no core file holds.
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
    /// Frees wiped memory; tests look at the bytes before they go.
    package typealias Deallocator = @Sendable (UnsafeMutableRawBufferPointer) -> Void

    private let memory: UnsafeMutableRawBufferPointer
    /// None for memory of ``SecretPages``.
    private let deallocator: Deallocator?

    /// How many bytes.
    public var count: Int { unsafe memory.count }

    /// Copies `bytes`.
    public init(copying bytes: Span<UInt8>) {
        guard bytes.count <= SecretPages.slotSize, let slot = unsafe SecretPages.take() else {
            unsafe self.init(copying: bytes) { unsafe $0.deallocate() }
            return
        }
        unsafe self.init(
            memory: UnsafeMutableRawBufferPointer(rebasing: slot[..<bytes.count]),
            deallocator: nil
        )
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    }

    private init(memory: UnsafeMutableRawBufferPointer, deallocator: Deallocator?) {
        unsafe self.memory = unsafe memory
        unsafe self.deallocator = unsafe deallocator
    }

    package init(copying bytes: Span<UInt8>, deallocator: @escaping Deallocator) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        unsafe self.memory = unsafe memory
        unsafe self.deallocator = deallocator
    }

    deinit {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        if let deallocator = unsafe deallocator {
            unsafe deallocator(memory)
        } else if let slot = unsafe memory.baseAddress {
            unsafe SecretPages.giveBack(slot)
        }
    }

    /// Lends the bytes.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(Span(_unsafeElements: memory.assumingMemoryBound(to: UInt8.self)))
    }
}
