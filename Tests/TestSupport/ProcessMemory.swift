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

    /// How often each needle lies in the memory of another process.
    public static func counts(of needles: [[UInt8]], in process: Int32) throws -> [Int] {
        let memory = open("/proc/\(process)/mem", O_RDONLY)
        guard memory >= 0 else { throw POSIXError(.EACCES) }
        defer { close(memory) }
        var counts = [Int](repeating: 0, count: needles.count)
        let overlap = needles.map(\.count).max() ?? 0
        var buffer = [UInt8](repeating: 0, count: 4 << 20)
        for range in try writableRanges(of: process) {
            var start = range.lowerBound
            while start < range.upperBound {
                let wanted = min(buffer.count, Int(range.upperBound - start))
                let count = pread(memory, &buffer, wanted, off_t(start))
                guard count > 0 else { break }
                let isLast = UInt(count) >= range.upperBound - start
                // What begins in the overlap is found with the next piece.
                let fresh = isLast || count <= overlap ? count : count - overlap
                for (index, needle) in needles.enumerated() {
                    counts[index] += buffer.prefix(count).occurrences(of: needle, before: fresh)
                }
                start += UInt(fresh)
            }
        }
        return counts
    }

    private static func writableRanges(of process: Int32) throws -> [Range<UInt>] {
        try readAll("/proc/\(process)/maps").split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count > 1, parts[1].hasPrefix("rw"), parts.last != "[vvar]" else {
                return nil
            }
            let ends = parts[0].split(separator: "-").compactMap { UInt(String($0), radix: 16) }
            return ends.count == 2 ? ends[0]..<ends[1] : nil
        }
    }

    /// How many bytes of a process are locked in memory.
    public static func lockedKilobytes(of process: Int32) throws -> Int {
        let line = try readAll("/proc/\(process)/status").split(separator: "\n")
            .first { $0.hasPrefix("VmLck:") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
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
            var offset = 0
            while offset <= last,
                let hit = memchr(buffer + offset, Int32(needle[0] ^ 0x5A), last + 1 - offset)
            {
                offset = hit - buffer
                var length = 1
                while length < needle.count, bytes[offset + length] ^ 0x5A == needle[length] {
                    length += 1
                }
                if length == needle.count { found += 1 }
                offset += 1
            }
            if count < wanted || UInt(count) >= range.upperBound - start { break }
            start += UInt(count - needle.count + 1)
        }
        return found
    }
}
