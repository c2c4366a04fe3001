import Testing
@testable import WireFormats

@Suite struct ProtobufReaderTests {
    private func fields(_ bytes: [UInt8]) throws -> [ProtobufField] {
        var reader = ProtobufReader(0..<bytes.count)
        var fields: [ProtobufField] = []
        while let field = try reader.next(in: bytes.span) { fields.append(field) }
        return fields
    }

    @Test func everyWireTypeIsRead() throws {
        let fields = try fields([
            0x08, 0x96, 0x01,
            0x12, 0x03, 0x61, 0x62, 0x63,
            0x19, 1, 2, 3, 4, 5, 6, 7, 8,
            0x25, 1, 2, 3, 4,
            0x32, 0x00,
        ])
        #expect(
            fields == [
                .init(number: 1, wireType: .varint, varint: 150, range: 1..<3),
                .init(number: 2, wireType: .bytes, varint: 0, range: 5..<8),
                .init(
                    number: 3,
                    wireType: .fixed64,
                    varint: 0x0807_0605_0403_0201,
                    range: 9..<17
                ),
                .init(number: 4, wireType: .fixed32, varint: 0x0403_0201, range: 18..<22),
                .init(number: 6, wireType: .bytes, varint: 0, range: 24..<24),
            ]
        )
    }

    @Test func aReaderOfARangeStaysInIt() throws {
        let bytes: [UInt8] = [0xff, 0x08, 0x01, 0xff]
        var reader = ProtobufReader(1..<3)
        #expect(try reader.next(in: bytes.span)?.varint == 1)
        #expect(try reader.next(in: bytes.span) == nil)
    }

    @Test func aRangeBeyondTheSpanIsAnError() {
        var reader = ProtobufReader(0..<9)
        #expect(throws: WireFormatError(.lengthBeyondInput, at: 1)) {
            _ = try reader.next(in: ([0x08] as [UInt8]).span)
        }
    }

    @Test func theLargestVarintIsRead() throws {
        let bytes: [UInt8] = [0x08] + Array(repeating: 0xff, count: 9) + [0x01]
        #expect(try fields(bytes).first?.varint == .max)
    }

    @Test(
        arguments: [
            (
                "length beyond input", [0x12, 0x04, 0x61],
                WireFormatError(.lengthBeyondInput, at: 1)
            ),
            (
                "length beyond Int",
                [0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
                WireFormatError(.lengthBeyondInput, at: 1)
            ),
            (
                "varint of 11 bytes", [0x08] + Array(repeating: 0x80, count: 10) + [0x01],
                WireFormatError(.varintTooLong, at: 1)
            ),
            ("open varint", [0x08, 0x80], WireFormatError(.truncated, at: 1)),
            ("open tag", [0x80], WireFormatError(.truncated, at: 0)),
            ("field 0", [0x00, 0x01], WireFormatError(.fieldNumber, at: 0)),
            (
                "field 2^29", [0x80, 0x80, 0x80, 0x80, 0x10, 0x00],
                WireFormatError(.fieldNumber, at: 0)
            ),
            ("group", [0x0b, 0x0c], WireFormatError(.wireType, at: 0)),
            ("wire type 7", [0x0f], WireFormatError(.wireType, at: 0)),
            ("short fixed64", [0x09, 1, 2, 3], WireFormatError(.truncated, at: 1)),
            ("short fixed32", [0x0d, 1, 2, 3], WireFormatError(.truncated, at: 1)),
        ] as [(String, [UInt8], WireFormatError)]
    )
    func hostileInputIsAnError(_ name: String, _ bytes: [UInt8], _ error: WireFormatError) {
        #expect(throws: error) { _ = try fields(bytes) }
    }
}
