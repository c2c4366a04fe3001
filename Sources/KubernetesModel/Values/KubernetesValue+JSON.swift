internal import WireFormats

extension KubernetesValue {
    /// Appends the tree as JSON text.
    ///
    /// - Parameters:
    ///   - output: Takes the text, without a line feed at its end.
    ///   - indentation: Spaces a level, as kubectl has 4; nil for one line without white space.
    public func writeJSON(to output: inout [UInt8], indentation: Int? = 4) {
        writeJSON(to: &output, indentation, level: 0)
    }

    private func writeJSON(to output: inout [UInt8], _ indentation: Int?, level: Int) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text): Self.writeJSON(text, to: &output)
        case .array(let elements):
            Self.writeList(elements.count, "[", "]", to: &output, indentation, level) {
                index,
                output in
                elements[index].writeJSON(to: &output, indentation, level: level + 1)
            }
        case .object(let members):
            Self.writeList(members.count, "{", "}", to: &output, indentation, level) {
                index,
                output in
                Self.writeJSON(members[index].key, to: &output)
                output.append(contentsOf: (indentation == nil ? ":" : ": ").utf8)
                members[index].value.writeJSON(to: &output, indentation, level: level + 1)
            }
        }
    }

    private static func writeList(
        _ count: Int,
        _ start: String,
        _ end: String,
        to output: inout [UInt8],
        _ indentation: Int?,
        _ level: Int,
        _ element: (Int, inout [UInt8]) -> Void,
    ) {
        output.append(contentsOf: start.utf8)
        for index in 0..<count {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(to: &output, indentation, level + 1)
            element(index, &output)
        }
        if count > 0 { newLine(to: &output, indentation, level) }
        output.append(contentsOf: end.utf8)
    }

    private static func newLine(to output: inout [UInt8], _ indentation: Int?, _ level: Int) {
        guard let indentation else { return }
        output.append(0x0a)
        output.append(contentsOf: repeatElement(0x20, count: indentation * level))
    }

    /// A text in quotes, with the escapes that JSON needs and no more.
    private static func writeJSON(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0x0a: output.append(contentsOf: "\\n".utf8)
            case 0x0d: output.append(contentsOf: "\\r".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                output.append(contentsOf: "\\u00".utf8)
                HexText.encode([byte].span, appendingTo: &output)
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
