/// Integers at any offset of the bytes of a file.
///
/// Callers check the bounds and report them with the page; these trap, as every span does.
extension Span<UInt8> {
    @inline(__always)
    func u16(at offset: Int) -> UInt16 {
        unsafe UInt16(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
        )
    }

    @inline(__always)
    func u32(at offset: Int) -> UInt32 {
        unsafe UInt32(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        )
    }

    @inline(__always)
    func u64(at offset: Int) -> UInt64 {
        unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
    }

    /// Big-endian, as etcd writes its own integers (bbolt's are the machine's).
    @inline(__always)
    func bigEndian64(at offset: Int) -> UInt64 {
        u64(at: offset).byteSwapped
    }
}
