extension KubernetesValue {
    /// Appends the tree as YAML in block style, as kubectl lays it out.
    ///
    /// Texts are plain only where no YAML parser could take them for anything else; those of
    /// several lines are literal blocks where they can be.
    ///
    /// - Parameter output: Takes the text, with a line feed at its end.
    public func writeYAML(to output: inout [UInt8]) {
        writeYAML(to: &output, indentation: 0, afterDash: false)
        if output.last != 0x0a { output.append(0x0a) }
    }

    /// Writes the value at the place where the cursor is: at the start of a line, or after `- `.
    private func writeYAML(to output: inout [UInt8], indentation: Int, afterDash: Bool) {
        switch self {
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.enumerated() {
                if index > 0 || !afterDash { Self.indent(indentation, &output) }
                YAMLText.write(member.key, to: &output, blockIndentation: nil)
                output.append(UInt8(ascii: ":"))
                member.value.writeMember(to: &output, indentation: indentation)
            }
        case .array(let elements) where !elements.isEmpty:
            for (index, element) in elements.enumerated() {
                if index > 0 || !afterDash { Self.indent(indentation, &output) }
                output.append(contentsOf: "- ".utf8)
                element.writeYAML(to: &output, indentation: indentation + 2, afterDash: true)
            }
        default:
            writeScalar(to: &output, blockIndentation: max(2, indentation))
            output.append(0x0a)
        }
    }

    /// Writes the value of a member, after its colon.
    private func writeMember(to output: inout [UInt8], indentation: Int) {
        switch self {
        case .object(let members) where !members.isEmpty:
            output.append(0x0a)
            writeYAML(to: &output, indentation: indentation + 2, afterDash: false)
        case .array(let elements) where !elements.isEmpty:
            // The dashes of a member's list stand under its key.
            output.append(0x0a)
            writeYAML(to: &output, indentation: indentation, afterDash: false)
        default:
            output.append(0x20)
            writeScalar(to: &output, blockIndentation: indentation + 2)
            output.append(0x0a)
        }
    }

    private func writeScalar(to output: inout [UInt8], blockIndentation: Int) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text):
            YAMLText.write(text, to: &output, blockIndentation: blockIndentation)
        case .array: output.append(contentsOf: "[]".utf8)
        case .object: output.append(contentsOf: "{}".utf8)
        }
    }

    private static func indent(_ count: Int, _ output: inout [UInt8]) {
        output.append(contentsOf: repeatElement(0x20, count: count))
    }
}

/// Texts in YAML.
enum YAMLText {
    /// What YAML 1.1 takes for something else than text, in any case of letters.
    private static let reserved: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null",
    ]

    /// Appends a text; as a literal block only if it may be indented by `blockIndentation`.
    static func write(_ text: String, to output: inout [UInt8], blockIndentation: Int?) {
        if isPlain(text) {
            output.append(contentsOf: text.utf8)
        } else if let blockIndentation, isBlock(text) {
            writeBlock(text, to: &output, blockIndentation)
        } else {
            writeQuoted(text, to: &output)
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"), UInt8(ascii: "/"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ":"):
                if previous == 0 { return false }
            default: return false
            }
            previous = byte
        }
        return previous != 0 && previous != UInt8(ascii: ":")
            && !reserved.contains(text.lowercased())
    }

    /// Whether the text has several lines, all of which can stand as they are.
    private static func isBlock(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != 0x20, first != 0x0a, first != 0x09,
            text.utf8.dropLast().contains(0x0a)
        else { return false }
        return text.unicodeScalars.allSatisfy { $0 == "\n" || isPrintable($0) }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7e, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd,
            0x10000...0x10ffff:
            true
        default: false
        }
    }

    private static func writeBlock(_ text: String, to output: inout [UInt8], _ indentation: Int) {
        let feeds = text.utf8.reversed().prefix { $0 == 0x0a }.count
        output.append(contentsOf: (feeds == 0 ? "|-" : feeds == 1 ? "|" : "|+").utf8)
        let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
        for line in feeds == 0 ? lines[...] : lines.dropLast() {
            output.append(0x0a)
            if !line.isEmpty { output.append(contentsOf: repeatElement(0x20, count: indentation)) }
            output.append(contentsOf: line)
        }
    }

    private static func writeQuoted(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output.append(contentsOf: "\\\"".utf8)
            case "\\": output.append(contentsOf: "\\\\".utf8)
            case "\n": output.append(contentsOf: "\\n".utf8)
            case "\r": output.append(contentsOf: "\\r".utf8)
            case "\t": output.append(contentsOf: "\\t".utf8)
            case _ where isPrintable(scalar): output.append(contentsOf: String(scalar).utf8)
            default:
                let digits = String(scalar.value, radix: 16)
                let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
                output.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
