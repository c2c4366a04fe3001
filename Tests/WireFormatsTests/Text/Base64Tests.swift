import Foundation
import Testing

@testable import WireFormats

@Suite struct Base64Tests {
    /// Every length up to 200 and every byte, against Foundation.
    @Test func roundTripsAgainstFoundation() throws {
        for count in 0...200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) }
            let text = Array(Data(bytes).base64EncodedString().utf8)
            #expect(Base64.encode(bytes.span) == text)
            #expect(try Base64.decode(text.span) == bytes)
        }
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...99)).map { _ in UInt8.random(in: 0...255) }
            #expect(try Base64.decode(Base64.encode(bytes.span).span) == bytes)
        }
    }

    /// A wrong character is found wherever it is.
    @Test func everyPlaceIsChecked() throws {
        let good = Array(Data((0..<60).map { UInt8($0) }).base64EncodedString().utf8)
        for place in good.indices {
            for wrong in [UInt8(ascii: "-"), UInt8(ascii: "\n"), 0, 0xff, UInt8(ascii: "\\")] {
                var text = good
                text[place] = wrong
                #expect(throws: WireFormatError(.character, at: place)) {
                    try Base64.decode(text.span)
                }
            }
            guard place < good.count - 1 else { continue }
            var text = good
            text[place] = UInt8(ascii: "=")
            #expect(throws: WireFormatError(.padding, at: place)) { try Base64.decode(text.span) }
        }
    }

    @Test(arguments: [
        ("A", WireFormatError(.padding, at: 1)), ("AA", WireFormatError(.padding, at: 2)),
        ("AAE", WireFormatError(.padding, at: 3)), ("AA=", WireFormatError(.padding, at: 3)),
        ("A===", WireFormatError(.padding, at: 1)), ("====", WireFormatError(.padding, at: 0)),
        ("AAAAA===", WireFormatError(.padding, at: 5)),
        ("AB==", WireFormatError(.unusedBits, at: 1)),
        ("AAB=", WireFormatError(.unusedBits, at: 2)),
        ("AA==AAAA", WireFormatError(.padding, at: 2)),
        ("A-A", WireFormatError(.character, at: 1)), ("AA=A", WireFormatError(.padding, at: 2)),
    ])
    func malformedTextIsAnError(_ text: String, _ error: WireFormatError) {
        #expect(throws: error) { try Base64.decode(Array(text.utf8).span) }
    }

    @Test func aRangeIsDecodedToTheStartOfTheOutput() throws {
        let text = Array("xxAAECxx".utf8)
        var output: [UInt8] = [9, 9, 9, 9]
        var span = output.mutableSpan
        let count = try Base64.decode(2..<6, in: text.span, into: &span)
        #expect(count == 3)
        #expect(output == [0, 1, 2, 9])
    }
}
