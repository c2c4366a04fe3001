internal import CMappedFile

// A record is one or two cache misses away, and so is its slot of a table. Whoever knows a few
// records ahead what comes next asks for it here, and halves the time of a walk.

extension Span<UInt8> {
    /// Asks the processor to load the bytes at `offset`.
    @inline(__always)
    func prefetch(_ offset: Int) {
        guard offset < count else { return }
        unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe kenc_prefetch(base + offset)
        }
    }
}

extension Span<UInt8> {
    /// Asks for the leaf element of a record that comes soon, and for the data of a nearer one.
    @inline(__always)
    func prefetchRecords(_ offsets: [UInt64], behind index: Int) {
        if index &+ 8 < offsets.count { prefetch(Int(offsets[index &+ 8])) }
        guard index &+ 4 < offsets.count else { return }
        let next = Int(offsets[index &+ 4])
        let data = next &+ Int(u32(at: next &+ 4))
        prefetch(data)
        prefetch(data &+ 64)
        prefetch(data &+ 128)
    }
}

extension [UInt64] {
    /// Asks the processor to load an element.
    @inline(__always)
    func prefetch(_ index: Int) {
        unsafe withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else { return }
            unsafe kenc_prefetch(base + index)
        }
    }
}
