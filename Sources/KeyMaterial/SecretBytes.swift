internal import CLibCrypto

/// Owns key bytes and wipes them when released.
///
/// The bytes pass through ordinary memory before they get here (the YAML text, its base64).
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
    /// Frees wiped memory; tests look at the bytes before they go.
    package typealias Deallocator = @Sendable (UnsafeMutableRawBufferPointer) -> Void

    private let memory: UnsafeMutableRawBufferPointer
    private let deallocator: Deallocator

    /// How many bytes.
    public var count: Int { unsafe memory.count }

    /// Copies `bytes`.
    public init(copying bytes: Span<UInt8>) {
        unsafe self.init(copying: bytes) { unsafe $0.deallocate() }
    }

    package init(copying bytes: Span<UInt8>, deallocator: @escaping Deallocator) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        unsafe self.memory = unsafe memory
        unsafe self.deallocator = deallocator
    }

    deinit {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe deallocator(memory)
    }

    /// Lends the bytes.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(Span(_unsafeElements: memory.assumingMemoryBound(to: UInt8.self)))
    }
}
