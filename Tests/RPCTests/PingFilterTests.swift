#if Etcd

import NIOCore
import Testing

@testable import RPC

@Suite struct PingFilterTests {
    /// A frame: length (3 bytes), type, flags, stream (4 bytes), payload.
    static func frame(type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8])
        -> [UInt8]
    {
        [UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 255), UInt8(payload.count & 255)]
            + [type, flags] + (0..<4).map { UInt8(stream >> (24 - 8 * $0) & 255) } + payload
    }

    static func ping(_ number: UInt8, flags: UInt8 = 0, stream: UInt32 = 0) -> [UInt8] {
        frame(type: 6, flags: flags, stream: stream, [0, 0, 0, 0, 0, 0, 0, number])
    }

    // Payloads that look like PING headers, an answer, a PING of a wrong length or stream.
    static let stream: [[UInt8]] = [
        frame(type: 4, [0, 3, 0, 0, 0, 100]), ping(1), frame(type: 0, stream: 1, ping(9)),
        ping(2), ping(3), ping(77, flags: 1), frame(type: 6, [1, 2, 3]), ping(78, stream: 5),
        frame(type: 0, stream: 1, []), frame(type: 1, flags: 4, stream: 3, [0, 0, 8, 6]), ping(4),
    ]
    static let passed = [0, 2, 5, 6, 7, 8, 9].flatMap { stream[$0] }

    func run(_ pieces: [ArraySlice<UInt8>]) -> (passed: [UInt8], pings: [UInt64]) {
        var filter = PingFilter()
        var passed: [UInt8] = []
        var pings: [UInt64] = []
        for piece in pieces {
            filter.read(ByteBuffer(bytes: piece)) {
                passed += $0.readableBytesView
            } ping: {
                pings.append($0)
            }
        }
        return (passed, pings)
    }

    @Test("two cuts at every pair of places change nothing")
    func everySplit() {
        let bytes = Self.stream.flatMap { $0 }
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let result = run([bytes[..<first], bytes[first..<second], bytes[second...]])
                guard result.passed == Self.passed, result.pings == [1, 2, 3, 4] else {
                    Issue.record("cut at \(first) and \(second): \(result)")
                    return
                }
            }
        }
        #expect(bytes.count > 100)
    }

    @Test("one byte at a time")
    func byteByByte() {
        let bytes = Self.stream.flatMap { $0 }
        let result = run(bytes.indices.map { bytes[$0...$0] })
        #expect(result.passed == Self.passed)
        #expect(result.pings == [1, 2, 3, 4])
    }
}

#endif
