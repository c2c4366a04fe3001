internal import CountAllocations
internal import CryptoLoops
internal import Providers

/// Seals and opens values of one size through a session and through the loops in C.
struct TransformMeasurements {
    let subject: Subject
    let size: Int
    let rounds: Int

    /// Draws its nonces from bytes that the loops in C use, too.
    private let nonces = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    func run() throws -> [Measurement] {
        let plaintext = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let session = TransformSession(nonces: RepeatedNonces(nonces))
        let prefix = subject.prefix(of: size)
        let loops = try subject.loops.map { kind in
            guard
                let loop = loop_new(
                    kind,
                    subject.key,
                    Subject.permanent(prefix),
                    prefix.count,
                    Subject.permanentKey,
                    Subject.etcdKey.count,
                    size
                )
            else { throw Failure("no loop for \(subject.name)") }
            loop_end_with(loop, Subject.permanent(subject.suffix), subject.suffix.count)
            return loop
        }
        defer { loops.forEach(loop_free) }
        let stored = try check(session, loops, plaintext)
        return [
            try measure(
                "seal",
                loops.map { loop in
                    { loop_seal(loop, plaintext, plaintext.count, nonces, nonces.count, Int64($0)) }
                }
            ) {
                try seal(session, plaintext, $0)
            },
            try measure(
                "open",
                loops.map { loop in { loop_open(loop, stored, stored.count, Int64($0)) } }
            ) {
                try open(session, stored, $0)
            },
        ]
    }

    /// Makes sure that all do the same: equal bytes out for equal nonces, and back.
    private func check(_ session: TransformSession, _ loops: [OpaquePointer], _ plaintext: [UInt8])
        throws -> [UInt8]
    {
        let etcdKey = Subject.etcdKey
        let first = TransformSession(nonces: RepeatedNonces(nonces))
        let stored = try first.seal(plaintext.span, etcdKey: etcdKey.span, with: subject.chain) {
            $0.withUnsafeBufferPointer { Array($0) }
        }
        for loop in loops {
            guard loop_seal(loop, plaintext, plaintext.count, nonces, nonces.count, 1) >= 0,
                output(of: loop) == stored,
                loop_open(loop, stored, stored.count, 1) >= 0, output(of: loop) == plaintext
            else { throw Failure("\(subject.name): the loop in C does something else") }
        }
        return stored
    }

    private func output(of loop: OpaquePointer) -> [UInt8] {
        var count = 0
        let start = loop_output(loop, &count)
        return Array(UnsafeBufferPointer(start: start, count: count))
    }

    private func measure(
        _ operation: String,
        _ c: [(Int) -> Int64],
        _ swift: @escaping (Int) throws -> Int64,
    ) throws -> Measurement {
        // About 4 ms a round and contestant.
        let pilot = c.map { $0(16) }.max() ?? 1
        let values = max(4, Int(16 * 4_000_000 / max(pilot, 1)))
        _ = try swift(4)
        let before = allocation_count()
        _ = try swift(1000)
        let allocations = Double(allocation_count() - before) / 1000
        let result = try Rounds(
            rounds,
            valuesPerRound: values,
            [swift]
                + c.map { loop in
                    { count in
                        let time = loop(count)
                        guard time >= 0 else { throw Failure("a loop in C failed") }
                        return time
                    }
                }
        )
        let best = c.indices.min { result.median($0 + 1) < result.median($1 + 1) } ?? 0
        return Measurement(
            provider: subject.name,
            operation: operation,
            bytes: size,
            c: result.median(best + 1),
            swift: result.median(0),
            ratio: result.ratio(0, to: best + 1),
            allocationsPerValue: allocations,
            loop: subject.loops.count > 1 ? ["easy", "nacl"][best] : "evp"
        )
    }

    private func seal(_ session: TransformSession, _ plaintext: [UInt8], _ times: Int) throws
        -> Int64
    {
        let etcdKey = Subject.etcdKey
        let plaintext = plaintext.span
        var total = 0
        let start = nanoseconds()
        for _ in 0..<times {
            total &+= try session.seal(plaintext, etcdKey: etcdKey.span, with: subject.chain) {
                $0.count
            }
        }
        let time = nanoseconds() - start
        guard total > 0 else { throw Failure("nothing sealed") }
        return time
    }

    private func open(_ session: TransformSession, _ stored: [UInt8], _ times: Int) throws -> Int64
    {
        let etcdKey = Subject.etcdKey
        let stored = stored.span
        var total = 0
        let start = nanoseconds()
        for _ in 0..<times {
            total &+= try session.open(stored, etcdKey: etcdKey.span, with: subject.chain) {
                plaintext,
                _ in plaintext.count
            }
        }
        let time = nanoseconds() - start
        guard total == times &* size else { throw Failure("opened something else") }
        return time
    }
}

extension Subject {
    /// A copy of the etcd key that outlives every loop.
    static var permanentKey: UnsafePointer<UInt8> { permanent(etcdKey) }

    /// A copy that outlives every loop.
    static func permanent(_ bytes: [UInt8]) -> UnsafePointer<UInt8> {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        return UnsafePointer(copy)
    }
}
