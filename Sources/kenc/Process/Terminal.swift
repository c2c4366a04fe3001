import DurableFiles
import Glibc
import KeyMaterial

/// Questions to the person at the terminal.
enum Terminal {
    /// Asks on standard error and reads a line from standard input; only `yes` agrees.
    static func confirms(_ question: String) -> Bool {
        ProgressLine.clear()
        StandardError.show("\(question)\nType yes to go on: ")
        guard let answer = readLine(strippingNewline: true) else {
            StandardError.write("\n")
            return false
        }
        return answer == "yes"
    }

    /// Asks for a password without showing it; nil when there is no terminal, or no answer.
    static func password(_ prompt: String) -> SecretKey? {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var former = termios()
        guard tcgetattr(descriptor, &former) == 0 else { return nil }
        var silent = former
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Ctrl-Z would leave the shell with a terminal that shows nothing; 0 is no key.
        withUnsafeMutableBytes(of: &silent.c_cc) {
            $0[Int(VSUSP)] = 0
        }
        Interruption.restoreWhenInterrupted(descriptor, former)
        defer { Interruption.restoreNothing() }
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        defer { tcsetattr(descriptor, TCSAFLUSH, &former) }
        try? Descriptor.writeAll(Array(prompt.utf8).span, to: descriptor)
        defer { try? Descriptor.writeAll([10].span, to: descriptor) }
        return line(from: descriptor)
    }

    /// A line without its end, at most as long as terminals allow; nil at the end of the input.
    private static func line(from descriptor: Int32) -> SecretKey? {
        // Never grows, so that nothing is left behind.
        var line = [UInt8](repeating: 0, count: 4096)
        defer {
            line.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
            }
        }
        var length = 0
        while length < line.count {
            let count = line.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + length }, $0.count - length)
            }
            guard count > 0 else { break }
            length += count
            if line[length - 1] == UInt8(ascii: "\n") {
                return SecretKey(copying: line.span.extracting(0..<(length - 1)))
            }
        }
        return length > 0 ? SecretKey(copying: line.span.extracting(0..<length)) : nil
    }
}
