import Testing

@testable import WireFormats

@Suite struct CBORReaderTests {
    private func items(_ bytes: [UInt8]) throws(WireFormatError) -> [CBORItem] {
        var reader = CBORReader(0..<bytes.count)
        var items: [CBORItem] = []
        while true {
            let item = try reader.next(in: bytes.span)
            if item == .finished { return items }
            items.append(item)
        }
    }

    @Test(
        arguments: [
            ([0x00], [.unsigned(0)]), ([0x17], [.unsigned(23)]), ([0x18, 0x18], [.unsigned(24)]),
            ([0x19, 0x03, 0xe8], [.unsigned(1000)]),
            ([0x1a, 0, 0xf, 0x42, 0x40], [.unsigned(1_000_000)]),
            ([0x1b] + Array(repeating: 0xff, count: 8), [.unsigned(.max)]),
            ([0x20], [.negative(0)]), ([0x38, 0x63], [.negative(99)]),
            ([0xf4], [.bool(false)]), ([0xf5], [.bool(true)]), ([0xf6], [.null]), ([0xf7], [.null]),
            ([0xf9, 0x3c, 0x00], [.float(1)]),
            ([0xf9, 0x00, 0x01], [.float(5.960464477539063e-8)]),
            ([0xf9, 0xfc, 0x00], [.float(-.infinity)]), ([0xf9, 0x7b, 0xff], [.float(65504)]),
            ([0xfa, 0x47, 0xc3, 0x50, 0x00], [.float(100_000)]),
            ([0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a], [.float(1.1)]),
            ([0x42, 1, 2], [.bytes(1..<3)]), ([0x61, 0x61], [.text(1..<2)]),
            ([0x40], [.bytes(1..<1)]),
            ([0x80], [.arrayStart, .end]), ([0xa0], [.mapStart, .end]),
            (
                [0x82, 0x01, 0x81, 0x02],
                [.arrayStart, .unsigned(1), .arrayStart, .unsigned(2), .end, .end]
            ),
            ([0xa1, 0x41, 0x61, 0x80], [.mapStart, .bytes(2..<3), .arrayStart, .end, .end]),
            ([0x9f, 0x01, 0xff], [.arrayStart, .unsigned(1), .end]),
            ([0x9f, 0xff], [.arrayStart, .end]),
            ([0xbf, 0x61, 0x61, 0x01, 0xff], [.mapStart, .text(2..<3), .unsigned(1), .end]),
            ([0x5f, 0x41, 0x01, 0x40, 0xff], [.chunksStart, .bytes(2..<3), .bytes(4..<4), .end]),
            (
                [0xd9, 0xd9, 0xf7, 0x81, 0xc1, 0x01],
                [.tag(55799), .arrayStart, .tag(1), .unsigned(1), .end]
            ),
            (
                [0x82, 0xc1, 0x80, 0x01],
                [.arrayStart, .tag(1), .arrayStart, .end, .unsigned(1), .end]
            ),
        ] as [([UInt8], [CBORItem])]
    )
    func itemsAreRead(_ bytes: [UInt8], _ expected: [CBORItem]) throws {
        #expect(try items(bytes) == expected)
    }

    @Test(
        arguments: [
            ([], .truncated, 0), ([0x18], .truncated, 0), ([0x19, 0x01], .truncated, 0),
            ([0x1c], .malformedHead, 0), ([0x1f], .malformedHead, 0), ([0xdf], .malformedHead, 0),
            ([0xff], .malformedHead, 0), ([0x42, 1], .lengthBeyondInput, 0),
            ([0x5b] + Array(repeating: 0xff, count: 8), .lengthBeyondInput, 0),
            ([0x9b] + Array(repeating: 0xff, count: 8), .lengthBeyondInput, 0),
            ([0xbb, 0x80, 0, 0, 0, 0, 0, 0, 0], .lengthBeyondInput, 0),
            ([0xa2, 0x01, 0x02], .lengthBeyondInput, 0), ([0x82, 0x81, 0x01], .truncated, 3),
            ([0x81, 0xff], .malformedHead, 1), ([0xa1, 0x01, 0xff], .malformedHead, 2),
            ([0xbf, 0x01, 0xff], .malformedHead, 2), ([0x81, 0xc1, 0xff], .malformedHead, 2),
            ([0x5f, 0x61, 0x61, 0xff], .malformedHead, 1),
            ([0x5f, 0x5f, 0xff, 0xff], .malformedHead, 1),
            ([0x5f, 0x01, 0xff], .malformedHead, 1), ([0x01, 0x02], .trailingBytes, 1),
            ([0xc1], .truncated, 1), ([0xf8, 0x20], .malformedHead, 0), ([0xe0], .malformedHead, 0),
            ([0x9f, 0x01], .truncated, 2),
        ] as [([UInt8], WireFormatError.Problem, Int)]
    )
    func hostileInputIsAnError(
        _ bytes: [UInt8],
        _ problem: WireFormatError.Problem,
        _ offset: Int,
    ) {
        #expect(throws: WireFormatError(problem, at: offset)) { try items(bytes) }
    }

    @Test(arguments: [0x81, 0x9f, 0xc1] as [UInt8])
    func nestingIsLimited(_ head: UInt8) {
        let deep = [UInt8](repeating: head, count: 2_000) + [0x01]
        let error = #expect(throws: WireFormatError.self) { try items(deep) }
        #expect(error?.problem == .tooDeep)
    }

    @Test func skippingStopsBehindTheItem() throws {
        let bytes: [UInt8] = [0x83, 0x82, 0x01, 0x9f, 0x02, 0xff, 0xc1, 0x81, 0x03, 0x04]
        var reader = CBORReader(0..<bytes.count)
        _ = try reader.next(in: bytes.span)
        try reader.skip(reader.next(in: bytes.span), in: bytes.span)
        #expect(reader.position == 6)
        try reader.skip(reader.next(in: bytes.span), in: bytes.span)
        #expect(reader.position == 9)
        #expect(try reader.next(in: bytes.span) == .unsigned(4))
    }

    @Test func randomBytesEnd() {
        var finished = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24)).map { _ in UInt8.random(in: 0...255) }
            if (try? items(bytes)) != nil { finished += 1 }
        }
        #expect(finished > 0)
    }
}
