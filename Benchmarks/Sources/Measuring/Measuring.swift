import Glibc

/// The value in the middle.
public func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// A clock that only moves on, in seconds.
public func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// How long `body` takes, in seconds.
public func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return now() - start
}

/// How long `body` keeps this thread's processor busy, in seconds.
///
/// On a quiet machine the same as `seconds`; what else runs does not count.
public func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    func used() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = used()
    try body()
    return used() - start
}

/// Maps a file, reads every byte of it once, and unmaps it.
public func readOnce(_ path: String) {
    let descriptor = open(path, O_RDONLY)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { exit(1) }
    let count = Int(status.st_size)
    guard let bytes = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0) else { exit(1) }
    let words = UnsafeRawBufferPointer(start: bytes, count: count / 8 * 8)
        .bindMemory(to: UInt64.self)
    var sum: UInt64 = 0
    for word in words { sum &+= word }
    guard sum != 0 else { exit(1) }
    munmap(bytes, count)
    close(descriptor)
}

/// A number with `digits` decimals.
public func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = Int((value * scale).rounded())
    guard digits > 0 else { return "\(rounded)" }
    let fraction = String(rounded % Int(scale))
    return "\(rounded / Int(scale))."
        + String(repeating: "0", count: digits - fraction.count) + fraction
}
