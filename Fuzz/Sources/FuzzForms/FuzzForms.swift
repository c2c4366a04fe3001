import FuzzSupport
import WireFormats

/// Text forms of bytes, and the readers of protobuf, CBOR and JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    check((try? Base64.decode(Base64.encode(bytes.span).span)) == bytes, "base64 is no inverse")
    let hex = Array(HexText.encode(bytes).utf8)
    check(count == 0 || (try? HexText.decode(hex.span)) == bytes, "hex is no inverse")
    if let decoded = try? Base64.decode(bytes.span) {
        check(Base64.encodedCount(ofBytes: decoded.count) <= count + 4, "base64 made bytes")
    }
    _ = try? PastedBase64.decode(bytes.span)
    _ = try? HexText.decode(bytes.span)
    if let decoded = try? EscapedText.decode(bytes.span) {
        check(decoded.count <= count, "escapes made bytes")
    }
    _ = ByteListing.looksLikeOne(bytes.span)
    for reading in ByteListing.readings(of: bytes.span) {
        check(reading.bytes.count <= ByteListing.maximumCount, "a listing without bounds")
    }
    readers(bytes)
    return 0
}

private func readers(_ bytes: [UInt8]) {
    let count = bytes.count
    var cbor = CBORReader(0..<count)
    while let item = try? cbor.next(in: bytes.span), item != .finished {}
    var json = JSONTokenizer(0..<count)
    var steps = 0
    while let token = try? json.next(in: bytes.span), token != .end {
        steps += 1
        check(steps <= count + 1, "more tokens than bytes")
    }
    protobuf(bytes, 0..<count, depth: 0)
    _ = KeyValueRecord(in: bytes.span, at: 0..<count)
}

/// Every field, and whatever may be a message inside it.
private func protobuf(_ bytes: [UInt8], _ range: Range<Int>, depth: Int) {
    var reader = ProtobufReader(range)
    var last = range.lowerBound
    while let field = try? reader.next(in: bytes.span) {
        check(reader.position > last && reader.position <= range.upperBound, "no step ahead")
        last = reader.position
        guard field.wireType == .bytes else { continue }
        check(
            field.range.lowerBound >= range.lowerBound && field.range.upperBound <= last,
            "a field outside its message"
        )
        if depth < 4 { protobuf(bytes, field.range, depth: depth + 1) }
    }
}
