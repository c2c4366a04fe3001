import EtcdDump
import FuzzSupport
import WireFormats

private func isStored(_ bytes: Span<UInt8>) -> Bool {
    for head in ["k8s:enc:", "k8s\0", "{\"kind"] where bytes.count >= head.utf8.count {
        if zip(bytes.indices, head.utf8).allSatisfy({ bytes[$0] == $1 }) { return true }
    }
    return false
}

/// Any bytes as a value that somebody hands over; and a value behind its header, in each form that
/// programs write: what is read is the value.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    let handed = HandedValue(bytes, isStored: isStored)
    check(!handed.forms.isEmpty || handed.bytes == bytes, "changed, and no form is named")
    guard count <= 256 else { return 0 }
    let value = Array("k8s:enc:aescbc:v1:key1:".utf8) + bytes
    // A value whose bytes are themselves escapes is read as what they stand for.
    guard HandedValue(value, isStored: isStored).bytes == value else { return 0 }
    for (form, text) in forms(value) {
        let found = HandedValue(text, isStored: isStored)
        guard found.bytes != value else { continue }
        fatalError("\(form): \(found.bytes.count) bytes of \(value.count), \(found.forms)")
    }
    return 0
}

private func forms(_ value: [UInt8]) -> [(String, [UInt8])] {
    let digits = value.map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
    let base64 = String(decoding: Base64.encode(value.span), as: UTF8.self)
    return [
        ("base64", base64), ("base64 in lines", lines(base64)), ("hex", digits.joined()),
        ("hex with spaces", digits.joined(separator: " ")),
        ("quoted base64", "\"\(base64)\""), ("a field", "value: \(base64)\n"),
        ("escapes", "\"" + digits.map { "\\x" + $0 }.joined() + "\""),
        ("hexdump", hexdump(value, digits)),
        ("JSON", #"{"key":"L3JlZ2lzdHJ5L3NlY3JldHMvYS9i","value":"\#(base64)"}"#),
    ].map { ($0, Array($1.utf8)) }
}

private func lines(_ text: String) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
        lines.append(rest.prefix(76))
        rest = rest.dropFirst(76)
    }
    return lines.joined(separator: "\n")
}

/// As `hexdump -Cv` writes it.
private func hexdump(_ value: [UInt8], _ digits: [String]) -> String {
    func offset(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }
    var text = ""
    for start in stride(from: 0, to: value.count, by: 16) {
        let row = start..<min(value.count, start + 16)
        var columns = ""
        for index in start..<start + 16 {
            if index == start + 8 { columns += " " }
            columns += index < row.upperBound ? digits[index] + " " : "   "
        }
        let shown = value[row].map { (0x20...0x7e).contains($0) ? $0 : 0x2e }
        text += "\(offset(start))  \(columns) |\(String(decoding: shown, as: UTF8.self))|\n"
    }
    return text + offset(value.count) + "\n"
}
