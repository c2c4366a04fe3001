internal import DurableFiles
internal import Glibc

/// Reads a file line by line.
final class LineReader {
    struct Line {
        let bytes: [UInt8]
        /// From 1.
        let number: Int
        /// Whether a line feed ended it.
        let isWhole: Bool
    }

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)
    private var start = 0
    private var isAtEnd = false
    private var number = 0

    /// More than a record of the largest value that an etcd can be made to take.
    private static let longestLine = 256 << 20

    init(path: String) throws(UndoLogError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func next() throws(UndoLogError) -> Line? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                defer { start = end + 1 }
                return Line(bytes: Array(buffer[start..<end]), number: number, isWhole: true)
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                number += 1
                defer { start = buffer.count }
                return Line(bytes: Array(buffer[start...]), number: number, isWhole: false)
            }
            guard buffer.count - start <= Self.longestLine else {
                throw UndoLogError("\(path):\(number + 1): longer than any line of an undo log")
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            try fill()
        }
    }

    private func fill() throws(UndoLogError) {
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(path) }
            if count == 0 { isAtEnd = true }
            buffer += chunk[..<count]
            return
        }
    }

    private static func failure(_ path: String) -> UndoLogError {
        UndoLogError("cannot read the undo log \(path): \(SystemError.latest)")
    }
}
