internal import DurableFiles
internal import Glibc
internal import Synchronization

/// Memory of buffers that are gone, kept for those to come: the kernel takes longer to give fresh
/// pages than to fill them.
final class SpareMemory: Sendable {
    /// Nobody else knows of it.
    @safe
    struct Block: @unchecked Sendable {
        let bytes: UnsafeMutableRawBufferPointer
    }

    /// A few more than there are batches in flight on two cores.
    private static let limit = 8

    /// The one size that is kept: larger ones are rare, and too much to hold.
    private let blockSize: Int
    private let blocks = Mutex<[Block]>([])

    init(blockSize: Int) {
        self.blockSize = blockSize
    }

    deinit {
        blocks.withLock { blocks in for block in blocks { unsafe block.bytes.deallocate() } }
    }

    func take(_ capacity: Int) -> Block {
        if capacity == blockSize, let spare = blocks.withLock({ $0.popLast() }) { return spare }
        return unsafe Block(bytes: .allocate(byteCount: capacity, alignment: 16))
    }

    func give(_ block: Block) {
        let isKept = blocks.withLock { blocks in
            guard unsafe block.bytes.count == blockSize, blocks.count < Self.limit else {
                return false
            }
            blocks.append(block)
            return true
        }
        if !isKept { unsafe block.bytes.deallocate() }
    }
}

/// Memory that takes in the text of a dump and then stays as it is.
///
/// The reader fills one; from the moment a batch owns it nobody writes to it any more.
@safe
final class TextBuffer: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let spare: SpareMemory
    /// How many bytes are filled.
    private(set) var count = 0

    var capacity: Int { unsafe memory.count }

    init(capacity: Int, from spare: SpareMemory) {
        unsafe memory = spare.take(capacity).bytes
        self.spare = spare
    }

    deinit { spare.give(unsafe SpareMemory.Block(bytes: memory)) }

    func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let filled = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
        return try unsafe body(Span(_unsafeElements: filled.assumingMemoryBound(to: UInt8.self)))
    }

    /// A larger (or as large) buffer that starts with the bytes from `start` on.
    func tail(from start: Int, capacity: Int) -> TextBuffer {
        precondition(start <= count && capacity >= count - start)
        let copy = TextBuffer(capacity: capacity, from: spare)
        unsafe copy.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<count]))
        copy.count = count - start
        return copy
    }

    /// A buffer with what lies before `start`, a zero, and what lies from `end` on in another.
    func without(from start: Int, goingOnAt end: Int, of other: TextBuffer, capacity: Int)
        -> TextBuffer
    {
        let rest = other.count - end
        precondition(start <= count && rest >= 0)
        let copy = TextBuffer(capacity: max(capacity, start + 1 + rest), from: spare)
        unsafe copy.memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<start]))
        unsafe copy.memory[start] = UInt8(ascii: "0")
        unsafe UnsafeMutableRawBufferPointer(rebasing: copy.memory[(start + 1)...])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: other.memory[end..<other.count]))
        copy.count = start + 1 + rest
        return copy
    }

    /// Reads until the buffer is full; false if the file ended before.
    ///
    /// - Throws: The error number.
    func fill(from descriptor: Int32) throws(SystemError) -> Bool {
        while count < capacity {
            let got = unsafe read(
                descriptor,
                memory.baseAddress.map { unsafe $0 + count },
                capacity - count,
            )
            if got == 0 { return false }
            if got < 0 {
                if errno == EINTR { continue }
                throw SystemError.latest
            }
            count += got
        }
        return true
    }

    func append(_ range: Range<Int>, to array: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe array.append(contentsOf: UnsafeRawBufferPointer(rebasing: memory[range]))
    }
}

/// Opens a file to read it; the descriptor closes on exec.
func openForReading(_ path: String) throws(SystemError) -> Int32 {
    while true {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return descriptor }
        if errno != EINTR { throw SystemError.latest }
    }
}

func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
}

/// The size of a regular file; nil for a pipe or terminal.
func fileSize(_ descriptor: Int32) -> Int? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
    }
    return Int(status.st_size)
}
