internal import CryptoLoops
internal import Providers

/// What happens to every value besides the cipher: the header and the chain.
enum SmallMeasurements {
    /// Nanoseconds a call, by name.
    static func run(rounds: Int) throws -> [(name: String, nanoseconds: Double)] {
        guard let subject = try Subject.keyed().first else { throw Failure("no provider") }
        let stored = subject.prefix + [UInt8](repeating: 1, count: 64)
        let unknown = Array("k8s:enc:secretbox:v1:key1:".utf8) + [UInt8](repeating: 1, count: 64)
        let plain = Array("k8s\0".utf8) + [UInt8](repeating: 1, count: 64)
        let chains = subject.chains
        let session = TransformSession()
        let etcdKey = Subject.etcdKey
        let contestants: [(String, (Int) -> Int)] = [
            (
                "parse a header",
                { times in
                    var total = 0
                    for _ in 0..<times { total &+= StoredHeader(stored.span).prefixCount }
                    return total
                }
            ),
            (
                "find the chain of a resource by name and group",
                { times in
                    var total = 0
                    for _ in 0..<times {
                        total &+= chains.chain(forResource: "secrets") == nil ? 0 : 1
                    }
                    return total
                }
            ),
            (
                "walk a chain to identity (plaintext)",
                { times in
                    var total = 0
                    for _ in 0..<times {
                        total &+=
                            (try? session.open(
                                plain.span,
                                etcdKey: etcdKey.span,
                                with: subject.chain
                            ) { plaintext, _ in plaintext.count }) ?? 0
                    }
                    return total
                }
            ),
            (
                "walk a chain to no matching provider",
                { times in
                    var total = 0
                    for _ in 0..<times {
                        do throws(OpenFailure) {
                            try session.open(
                                unknown.span,
                                etcdKey: etcdKey.span,
                                with: subject.chain
                            ) { _, _ in }
                        } catch {
                            total &+= error == .noMatchingProvider ? 1 : 0
                        }
                    }
                    return total
                }
            ),
        ]
        return try contestants.map { name, work in
            let result = try Rounds(
                rounds,
                valuesPerRound: 100_000,
                [
                    { times in
                        let start = nanoseconds()
                        let total = work(times)
                        let time = nanoseconds() - start
                        guard total >= times else { throw Failure("\(name): not done") }
                        return time
                    }
                ]
            )
            return (name, result.median(0))
        }
    }
}
