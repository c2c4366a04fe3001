import Synchronization
import Testing

@testable import KeyMaterial

/// What memory held when it was about to go.
final class LastLook: Sendable {
    private let bytes = Mutex<[[UInt8]]>([])

    var seen: [[UInt8]] { bytes.withLock { $0 } }

    func deallocate(_ memory: UnsafeMutableRawBufferPointer) {
        let copy = unsafe Array(memory)
        bytes.withLock { $0.append(copy) }
        unsafe memory.deallocate()
    }
}

@Suite("memory that wipes itself")
struct SecretBytesTests {
    private let look = LastLook()
    private let secret = [UInt8](1...40)

    @Test("the whole allocation is zero before it is freed")
    func bytes() {
        do {
            let bytes = SecretBytes(copying: secret.span) { [look] in unsafe look.deallocate($0) }
            #expect(bytes.withBytes { span in span.indices.map { span[$0] } } == secret)
            #expect(look.seen.isEmpty)
        }
        #expect(look.seen == [[UInt8](repeating: 0, count: 40)])
    }

    @Test("a buffer is wiped when it grows and when it is released")
    func buffer() {
        do {
            let buffer = SecretBuffer { [look] in unsafe look.deallocate($0) }
            unsafe buffer.reserve(40).copyBytes(from: secret)
            #expect(buffer.capacity == 4096)
            _ = unsafe buffer.reserve(4096)
            #expect(look.seen.isEmpty, "room enough: the same memory")
            _ = unsafe buffer.reserve(5000)
            #expect(look.seen == [[UInt8](repeating: 0, count: 4096)])
            unsafe buffer.reserve(40).copyBytes(from: secret)
        }
        #expect(look.seen.count == 2)
        #expect(look.seen.last == [UInt8](repeating: 0, count: 8192))
    }

    @Test("wiping keeps the memory")
    func wipe() {
        let buffer = SecretBuffer()
        unsafe buffer.reserve(40).copyBytes(from: secret)
        buffer.wipe()
        #expect(unsafe buffer.reserve(40).prefix(40).allSatisfy { $0 == 0 })
    }

    @Test("an empty secret")
    func empty() {
        let key = SecretKey(copying: [UInt8]().span)
        #expect(key.count == 0)
        #expect(key == SecretKey(copying: [UInt8]().span))
    }
}

@Suite("a key")
struct SecretKeyTests {
    private let key = SecretKey(copying: Array("0123456789abcdef".utf8).span)

    @Test("never shows its bytes")
    func description() {
        #expect("\(key)" == "<16-byte key>")
        #expect(String(reflecting: key) == "<16-byte key>")
        #expect(Mirror(reflecting: key).children.isEmpty)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("0123") && !dumped.contains("48"))
    }

    @Test("equals a key of the same bytes only")
    func equality() {
        #expect(key == SecretKey(copying: Array("0123456789abcdef".utf8).span))
        #expect(key != SecretKey(copying: Array("0123456789abcdeg".utf8).span))
        #expect(key != SecretKey(copying: Array("0123456789abcde".utf8).span))
    }

    @Test("has the fingerprint that scrypt gives")
    func fingerprint() throws {
        let expected = try #require(KeyFingerprint("111450"))
        #expect(try key.fingerprint() == expected)
        let zeros = SecretKey(copying: [UInt8](repeating: 0, count: 32).span)
        #expect(try zeros.fingerprint().description == "7a212f")
    }

    @Test("fingerprints are read as they are written", arguments: ["00000a", "abcdef"])
    func text(_ text: String) {
        #expect(KeyFingerprint(text)?.description == text)
    }

    @Test("other text is no fingerprint", arguments: ["", "12345", "1234567", "ABCDEF", "+12345"])
    func noFingerprint(_ text: String) {
        #expect(KeyFingerprint(text) == nil)
    }
}
