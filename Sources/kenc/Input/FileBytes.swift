import DurableFiles
import Glibc
import KeyMaterial

/// Reads whole small inputs: single values and configurations.
struct FileBytes {
    /// For messages.
    let name: String
    private(set) var bytes: [UInt8]
    /// Permission bits of a regular file.
    let mode: mode_t?

    /// Reads a file, or standard input for `-`, and no more of it than `limit` bytes and one.
    ///
    /// - Throws: `Failure` when it cannot be read.
    init(_ path: String, limit: Int) throws {
        let isStandardInput = path == "-"
        name = isStandardInput ? "standard input" : path
        if isStandardInput { StandardInput.announce("a file") }
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name) }
        defer { if !isStandardInput { close(descriptor) } }
        guard let mode = FileMode(descriptor: descriptor) else { throw Self.failure(name) }
        self.mode = mode.isRegular && !isStandardInput ? mode.permissions : nil
        // Straight into memory that never moves, so that whoever wipes it leaves no copy behind. What
        // is not read is never touched, so it takes no memory.
        var isRead = true
        bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, filled in
            while filled < buffer.count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                let count = Glibc.read(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                isRead = count >= 0
                if count <= 0 { break }
                filled += count
            }
        }
        guard isRead else { throw Self.failure(name) }
    }

    /// Overwrites what was read; nobody else may hold the bytes.
    mutating func wipe() {
        KeyMaterial.wipe(&bytes)
    }

    /// The bytes of a file, or of standard input for `-`.
    ///
    /// - Throws: `Failure` when it cannot be read, or holds more than `limit` bytes.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = try FileBytes(path, limit: limit)
        guard file.bytes.count <= limit else {
            throw Failure("\(file.name) is too large: more than \(Numbers.bytes(limit))")
        }
        return file.bytes
    }

    private static func failure(_ name: String) -> Failure {
        Failure("cannot read \(name): \(SystemError.latest)")
    }
}
