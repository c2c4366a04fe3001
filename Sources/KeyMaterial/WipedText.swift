internal import CLibCrypto

/// Overwrites the elements of an array where they lie, for everyone who shares it.
///
/// Swift would first make a copy of a shared array, and wipe that. Growing leaves copies behind, so
/// reserve what will be needed before a secret comes in.
package func wipe<Element: BitwiseCopyable>(_ array: inout [Element]) {
    unsafe array.withUnsafeBytes { bytes in
        unsafe OPENSSL_cleanse(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}

/// Text with secrets among other things, wiped when it grows and with the last reference.
package final class WipedText {
    private var storage: [UInt8]

    /// Takes over bytes that nobody else holds.
    package init(taking bytes: consuming [UInt8]) {
        storage = bytes
    }

    /// Makes room for text that is to come; it is not copied while it stays within.
    package init(reserving capacity: Int) {
        storage = []
        storage.reserveCapacity(capacity)
    }

    deinit {
        wipe(&storage)
    }

    /// How many bytes.
    package var count: Int { storage.count }

    /// Adds bytes and says where they lie.
    package func append(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = storage.count
        if storage.capacity < start + bytes.count {
            var grown: [UInt8] = []
            grown.reserveCapacity(max(2 * storage.capacity, start + bytes.count))
            grown += storage
            wipe(&storage)
            storage = grown
        }
        for index in bytes.indices { storage.append(bytes[index]) }
        return start..<storage.count
    }

    /// Lets what was reserved be filled, and says where that lies.
    package func append(_ body: (inout [UInt8]) -> Void) -> Range<Int> {
        let start = storage.count
        body(&storage)
        return start..<storage.count
    }

    /// Lends a part of the text.
    package func withBytes<Result, Failure: Error>(
        _ range: Range<Int>,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A second reference would only make a copy if the text were changed meanwhile.
        let storage = storage
        return try body(storage.span.extracting(range))
    }

    /// A part to look at, not to keep: a second reference is copied when the text changes.
    package func part(_ range: Range<Int>) -> ArraySlice<UInt8> { storage[range] }

    /// A copy of a part that is no secret.
    package func bytes(_ range: Range<Int>) -> [UInt8] { Array(storage[range]) }
}
