import Glibc

/// Reads whole small inputs: single values and configurations.
enum FileBytes {
    /// The bytes of a file, or of standard input for `-`.
    ///
    /// - Throws: `Failure` when it cannot be read, or holds more than `limit` bytes.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let isStandardInput = path == "-"
        let name = isStandardInput ? "standard input" : path
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure("cannot read \(name): \(SystemError.text())")
        }
        defer { if !isStandardInput { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure("cannot read \(name): \(SystemError.text())")
            }
            bytes += chunk[..<count]
            guard bytes.count <= limit else {
                throw Failure("\(name) is too large: more than \(Numbers.bytes(limit))")
            }
        }
    }
}
