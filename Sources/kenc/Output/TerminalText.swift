/// Bytes on their way to a terminal, which obeys some of them.
enum TerminalText {
    /// Whether a terminal shows the bytes and does nothing else: UTF-8 without control characters
    /// but line ends and tabs.
    static func isHarmless(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch scalar {
            case "\n", "\t": continue
            case "\r":
                // Alone it goes back to the start of the line and hides what stood there.
                guard scalars.next() == "\n" else { return false }
            default:
                let category = scalar.properties.generalCategory
                // Marks of direction show text in another order than it has.
                if category == .control || isDirection(scalar) { return false }
            }
        }
        return true
    }

    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}

extension Destination {
    /// Keeps bytes off a terminal that it would obey instead of showing them; `instead` says how to
    /// see them otherwise, with options.
    func checkHarmless(_ bytes: [UInt8], force: Bool, instead: String) throws {
        guard isTerminal, !force, !TerminalText.isHarmless(bytes) else { return }
        throw Failure.usage(
            "bytes that are no text do not belong on a terminal",
            hint:
                "\(instead), write them with --output FILE, or print them all the same with --force"
        )
    }
}
