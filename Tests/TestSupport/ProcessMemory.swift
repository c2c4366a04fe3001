import Foundation
import Glibc

/// Looks for bytes in the memory of a process that can be written, as a core file would hold it.
public enum ProcessMemory {
    /// How often `needle` lies in the memory of a process, this one by default.
    ///
    /// The needle is given disguised, every byte exclusive or 0x5A, so that the search does not find
    /// itself.
    public static func count(disguised needle: [UInt8], process: Int32? = nil) throws -> Int {
        let folder = "/proc/\(process.map(String.init) ?? "self")"
        let maps = try readAll("\(folder)/maps")
        let memory = open("\(folder)/mem", O_RDONLY)
        guard memory >= 0 else { throw POSIXError(.EACCES) }
        defer { close(memory) }
        let size = 1 << 20
        let buffer = mmap(
            nil,
            size,
            PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS,
            -1,
            0
        )
        guard let buffer, buffer != MAP_FAILED else { throw POSIXError(.ENOMEM) }
        defer { munmap(buffer, size) }
        var found = 0
        for line in maps.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts[1].hasPrefix("rw"), parts.last != "[vvar]" else { continue }
            let ends = parts[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
            // The buffer shows what was read before.
            if process == nil, ends[0] <= UInt(bitPattern: buffer),
                UInt(bitPattern: buffer) < ends[1]
            {
                found += try search(
                    ends[0]..<UInt(bitPattern: buffer),
                    memory,
                    buffer,
                    size,
                    needle
                )
                found += try search(
                    (UInt(bitPattern: buffer) + UInt(size))..<ends[1],
                    memory,
                    buffer,
                    size,
                    needle
                )
            } else {
                found += try search(ends[0]..<ends[1], memory, buffer, size, needle)
            }
        }
        return found
    }

    /// A file of /proc comes in pieces, each short.
    private static func readAll(_ path: String) throws -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw POSIXError(.EACCES) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(file, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    private static func search(
        _ range: Range<UInt>,
        _ memory: Int32,
        _ buffer: UnsafeMutableRawPointer,
        _ size: Int,
        _ needle: [UInt8],
    ) throws -> Int {
        var found = 0
        var start = range.lowerBound
        while start < range.upperBound {
            let wanted = min(size, Int(range.upperBound - start))
            let count = pread(memory, buffer, wanted, off_t(start))
            guard count >= needle.count else { break }
            let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
            let last = count - needle.count
            var index = 0
            while index <= last {
                if bytes[index] ^ 0x5A == needle[0] {
                    var length = 1
                    while length < needle.count, bytes[index + length] ^ 0x5A == needle[length] {
                        length += 1
                    }
                    if length == needle.count { found += 1 }
                }
                index += 1
            }
            if count < wanted || UInt(count) >= range.upperBound - start { break }
            start += UInt(count - needle.count + 1)
        }
        return found
    }
}
