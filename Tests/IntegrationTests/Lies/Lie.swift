#if Etcd

@testable import EtcdClient
import Foundation
import Testing

/// What an etcd says instead of the truth.
struct Lie: Sendable, CustomTestStringConvertible {
    typealias Range = Etcdserverpb_RangeResponse
    typealias Piece = Etcdserverpb_SnapshotResponse
    typealias News = Etcdserverpb_WatchResponse

    let name: String
    /// What kenc has to say of it.
    var words = ""
    var range: (@Sendable (inout Range, Etcdserverpb_RangeRequest, _ call: Int) -> Void)?
    var swap: (@Sendable (inout Etcdserverpb_TxnResponse, Etcdserverpb_TxnRequest, Int) -> Void)?
    var status: (@Sendable (inout Etcdserverpb_StatusResponse, _ call: Int) -> Void)?
    var members: (@Sendable (inout Etcdserverpb_MemberListResponse) -> Void)?
    var alarms: (@Sendable (inout Etcdserverpb_AlarmResponse) -> Void)?
    var token: (@Sendable (inout Etcdserverpb_AuthenticateResponse) -> Void)?
    var snapshot: (@Sendable ([Piece], _ send: (Piece) async throws -> Void) async throws -> Void)?
    var watch: (@Sendable (_ send: (News) async throws -> Void) async throws -> Void)?
    /// The method, by its last word, that is never answered from a call on.
    var silent: (method: String, from: Int)?
    /// The method, by its last word, that is refused with these words.
    var refusal: (method: String, words: String)?
    /// A field of a method's answers that is something else.
    var distortion: Distortion?

    init(_ name: String, _ words: String = "", _ change: (inout Lie) -> Void = { _ in }) {
        self.name = name
        self.words = words
        change(&self)
    }

    var testDescription: String { name }

    func isSilent(_ method: String, _ call: Int) -> Bool {
        silent.map { $0.method == method && call >= $0.from } ?? false
    }

    func distorted(_ method: String, _ answer: [UInt8]) -> [UInt8] {
        guard let distortion, distortion.method == method else { return answer }
        return distortion.applied(to: answer)
    }
}

/// One field of a message, made into something else wherever the message has it.
struct Distortion: Sendable {
    enum Value: Sendable, CaseIterable {
        case absent
        case zero
        case minusOne
        case least
        case largest
        case all
        case empty
        case long
        case garbage

        /// What stands for a number; nil for a value that is none.
        var number: UInt64? {
            switch self {
            case .zero: 0
            case .minusOne, .all: .max
            case .least: 1 << 63
            case .largest: 1 << 63 - 1
            case .absent, .empty, .long, .garbage: nil
            }
        }

        /// What stands for bytes; nil for a value that is a number.
        var bytes: [UInt8]? {
            switch self {
            case .empty: []
            case .long: [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 17)
            case .garbage: [0xff, 0x00, 0x1b, 0x5b, 0x0a, 0xc3]
            case .absent, .zero, .minusOne, .least, .largest, .all: nil
            }
        }

        static let numbers: [Value] = [.absent, .zero, .minusOne, .least, .largest]
        static let texts: [Value] = [.absent, .empty, .long, .garbage]
    }

    let method: String
    /// Field numbers from the outermost message in.
    let path: [Int]
    let value: Value

    func applied(to message: [UInt8]) -> [UInt8] { Self.replace(path[...], value, in: message) }

    private static func replace(
        _ path: ArraySlice<Int>,
        _ value: Value,
        in message: [UInt8],
    ) -> [UInt8] {
        guard let number = path.first else { return message }
        var result: [UInt8] = []
        var rest = message[...]
        while let tag = varint(&rest) {
            let content: [UInt8]
            if tag & 7 == 2 {
                let count = Int(varint(&rest) ?? 0)
                content = Array(rest.prefix(count))
                rest = rest.dropFirst(count)
            } else {
                content = encoded(varint(&rest) ?? 0)
            }
            let isMeant = tag >> 3 == number
            if isMeant, path.count > 1, tag & 7 == 2 {
                let inner = replace(path.dropFirst(), value, in: content)
                result += encoded(tag) + encoded(UInt64(inner.count)) + inner
            } else if !isMeant {
                result += encoded(tag)
                result += tag & 7 == 2 ? encoded(UInt64(content.count)) + content : content
            }
        }
        guard path.count == 1 else { return result }
        if let replacement = value.number {
            result += encoded(UInt64(number) << 3) + encoded(replacement)
        } else if let bytes = value.bytes {
            result += encoded(UInt64(number) << 3 | 2) + encoded(UInt64(bytes.count)) + bytes
        }
        return result
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var (result, shift): (UInt64, UInt64) = (0, 0)
        while let byte = bytes.popFirst() {
            result |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        return nil
    }

    private static func encoded(_ number: UInt64) -> [UInt8] {
        var (rest, result): (UInt64, [UInt8]) = (number, [])
        while rest >= 0x80 {
            result.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return result + [UInt8(rest)]
    }
}

#endif
