import Glibc

/// One input of libFuzzer.
public func input(_ data: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    [UInt8](UnsafeBufferPointer(start: data, count: count))
}

/// One file in memory, used for every input; it has no name but that of its descriptor.
private let descriptor: Int32 = {
    let path = "/dev/shm/kenc-fuzz-\(getpid())"
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    unlink(path)
    return descriptor
}()

/// Puts an input into a file and gives its path.
public func file(_ bytes: [UInt8]) -> String? {
    guard descriptor >= 0, ftruncate(descriptor, 0) == 0,
        pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    else { return nil }
    return "/proc/self/fd/\(descriptor)"
}

/// Ends the process, which libFuzzer reports with its input.
public func check(_ condition: Bool, _ words: StaticString) {
    guard !condition else { return }
    fatalError("\(words)")
}

/// Looks at every byte, so that the address sanitizer does.
@discardableResult
public func touch(_ bytes: Span<UInt8>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for index in bytes.indices { copy.append(bytes[index]) }
    return copy
}
