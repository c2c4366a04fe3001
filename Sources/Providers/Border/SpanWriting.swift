internal import KeyMaterial

extension MutableSpan<UInt8> {
    /// Copies `bytes` to `offset`.
    @inline(__always)
    mutating func copy(_ bytes: Span<UInt8>, at offset: Int) {
        precondition(offset >= 0 && offset <= count - bytes.count)
        guard !bytes.isEmpty else { return }
        unsafe withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                unsafe (target.baseAddress.unsafelyUnwrapped + offset).copyMemory(
                    from: source.baseAddress.unsafelyUnwrapped,
                    byteCount: source.count
                )
            }
        }
    }

    /// Copies `bytes` to `offset`.
    @inline(__always)
    mutating func copy(_ bytes: [UInt8], at offset: Int) { copy(bytes.span, at: offset) }

    /// Stores sixteen bytes, as two words in memory order, at `offset`.
    @inline(__always)
    mutating func store(_ words: SIMD2<UInt64>, at offset: Int) {
        precondition(offset >= 0 && offset <= count - 16)
        unsafe withUnsafeMutableBytes { target in
            unsafe target.storeBytes(of: words, toByteOffset: offset, as: SIMD2<UInt64>.self)
        }
    }

    /// Sets a range to zero.
    @inline(__always)
    mutating func zero(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe withUnsafeMutableBytes { target in
            _ = unsafe (target.baseAddress.unsafelyUnwrapped + range.lowerBound).initializeMemory(
                as: UInt8.self,
                repeating: 0,
                count: range.count
            )
        }
    }
}

extension MutableSpan<UInt8> {
    /// Fills a range with a fresh nonce.
    @inline(__always)
    mutating func draw(_ range: Range<Int>, from nonces: any NonceSource) throws(SealFailure) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let filled = unsafe withUnsafeMutableBufferPointer { bytes in
            var nonce = unsafe MutableSpan(
                _unsafeStart: bytes.baseAddress.unsafelyUnwrapped + range.lowerBound,
                count: range.count
            )
            do throws(NonceError) {
                try nonces.fill(&nonce)
                return true
            } catch {
                return false
            }
        }
        guard filled else { throw .randomness }
    }
}

extension Uncounted where Object == SecretBuffer {
    /// Lends the first `count` bytes for writing, whatever they hold.
    @inline(__always)
    func write<Result, Failure: Error>(
        _ count: Int,
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let memory = unsafe use { buffer in unsafe buffer.reserve(count) }
        var span = unsafe MutableSpan<UInt8>(
            _unsafeStart: memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
            count: count
        )
        return try body(&span)
    }

    /// Lends a range of what was written.
    @inline(__always)
    func read<Result: ~Copyable, Failure: Error>(
        _ range: Range<Int>,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let memory = unsafe use { buffer in unsafe buffer.reserve(range.upperBound) }
        let start = unsafe memory.baseAddress.unsafelyUnwrapped + range.lowerBound
        return try unsafe body(
            Span(_unsafeStart: start.assumingMemoryBound(to: UInt8.self), count: range.count)
        )
    }
}
