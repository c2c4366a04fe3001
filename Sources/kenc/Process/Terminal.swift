import Glibc

/// Questions to the person at the terminal.
enum Terminal {
    /// Asks on standard error and reads a line from standard input; only `yes` agrees.
    static func confirms(_ question: String) -> Bool {
        ProgressLine.clear()
        StandardError.write("\(question) Type yes to go on: ")
        return readLine(strippingNewline: true) == "yes"
    }

    /// Asks for a password without showing it; nil when there is no terminal.
    static func password(_ prompt: String) -> [UInt8]? {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var former = termios()
        guard tcgetattr(descriptor, &former) == 0 else { return nil }
        var silent = former
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Ctrl-C ends the prompt by status, with the terminal as it was.
        silent.c_lflag &= ~tcflag_t(ISIG)
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        defer { tcsetattr(descriptor, TCSAFLUSH, &former) }
        try? FileDescriptorWriter.writeAll(Array(prompt.utf8), to: descriptor, name: "terminal")
        defer { try? FileDescriptorWriter.writeAll([10], to: descriptor, name: "terminal") }
        var password: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            if byte == 3 { return nil }
            password.append(byte)
        }
        return password
    }
}
