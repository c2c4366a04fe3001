import FuzzSupport
import WireFormats

/// Single values as hex, base64 and hexdump, and the readers of CBOR and JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    check((try? Base64.decode(Base64.encode(bytes.span).span)) == bytes, "base64 is no inverse")
    check(
        (try? HexText.decode(Array(HexText.encode(bytes).utf8).span)) == bytes || count == 0,
        "hex"
    )
    if let decoded = try? Base64.decode(bytes.span) {
        check(Base64.encodedCount(ofBytes: decoded.count) <= count + 4, "base64 made bytes")
    }
    _ = try? HexText.decode(bytes.span)
    _ = Hexdump.looksLikeOne(bytes.span)
    _ = try? Hexdump.decode(bytes.span)
    var cbor = CBORReader(0..<count)
    while let item = try? cbor.next(in: bytes.span), item != .finished {}
    var json = JSONTokenizer(0..<count)
    var steps = 0
    while let token = try? json.next(in: bytes.span), token != .end {
        steps += 1
        check(steps <= count + 1, "more tokens than bytes")
    }
    return 0
}
