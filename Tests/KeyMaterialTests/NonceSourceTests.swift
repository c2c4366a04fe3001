import Glibc
import Testing

@testable import KeyMaterial

extension SystemNonceSource {
    fileprivate func draw(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try fill(&span)
        return bytes
    }
}

@Suite("the nonce source")
struct NonceSourceTests {
    @Test("gives every byte out once", arguments: [12, 16, 24])
    func unique(count: Int) throws {
        let source = SystemNonceSource()
        var seen: Set<[UInt8]> = []
        // Several blocks.
        for _ in 0..<3000 { seen.insert(try source.draw(count)) }
        #expect(seen.count == 3000)
    }

    @Test("fills from the first byte to the last")
    func whole() throws {
        let source = SystemNonceSource()
        var ever = [UInt8](repeating: 0, count: 24)
        for _ in 0..<64 {
            for (index, byte) in try source.draw(24).enumerated() { ever[index] |= byte }
        }
        #expect(ever.allSatisfy { $0 != 0 })
    }

    @Test("more than a block at once, and nothing at all")
    func sizes() throws {
        let source = SystemNonceSource()
        let large = try source.draw(10_000)
        #expect(Set(large).count == 256)
        #expect(try source.draw(0).isEmpty)
    }

    @Test("a forked child does not draw what its parent draws")
    func fork() async {
        await #expect(processExitsWith: .success) {
            let source = SystemNonceSource()
            _ = try source.draw(12)
            var ends: [CInt] = [0, 0]
            guard pipe(&ends) == 0 else { exit(1) }
            // Swift hides fork, since a child must not do much: this one has a single thread
            // that matters and only draws and writes.
            guard let symbol = unsafe dlsym(nil, "fork") else { exit(2) }
            let fork = unsafe unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
            let child = fork()
            let drawn = try source.draw(24)
            if child == 0 {
                let written = unsafe drawn.withUnsafeBytes {
                    unsafe write(ends[1], $0.baseAddress, 24)
                }
                _exit(written == 24 ? 0 : 1)
            }
            var theirs = [UInt8](repeating: 0, count: 24)
            let received = unsafe theirs.withUnsafeMutableBytes {
                unsafe Glibc.read(ends[0], $0.baseAddress, 24)
            }
            guard child > 0, received == 24 else { exit(3) }
            exit(drawn == theirs ? 4 : 0)
        }
    }
}

@Suite("a hardened process")
struct ProcessHardeningTests {
    @Test("leaves no core file")
    func core() async {
        await #expect(processExitsWith: .success) {
            guard ProcessHardening.apply() else { exit(1) }
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
            exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 2)
        }
    }
}
