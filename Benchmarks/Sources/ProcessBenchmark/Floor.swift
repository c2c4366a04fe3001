internal import CryptoLoops
import EtcdSnapshot
import Glibc
import Measuring

/// What the same work costs at least: the cryptography in C on all cores, and one read of the file.
final class Floor {
    private let loops: [OpaquePointer]
    private let plaintext = (0..<1024).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private let nonces = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    private let stored: [UInt8]
    private var fastest = 0

    static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    init(_ provider: String) throws {
        let kinds: [loop_kind] =
            switch provider {
            case "aescbc": [loop_aescbc]
            case "aesgcm": [loop_aesgcm]
            default: [loop_secretbox_easy, loop_secretbox_nacl]
            }
        let key = [UInt8](repeating: 0x2a, count: 32)
        let prefix = Self.permanent(Array("k8s:enc:\(provider):v1:key1:".utf8))
        let etcdKey = Self.permanent(Array("/registry/secrets/ns-00000/secret-0000001".utf8))
        loops = try kinds.map { kind in
            guard
                let loop = loop_new(
                    kind,
                    key,
                    prefix.baseAddress,
                    prefix.count,
                    etcdKey.baseAddress,
                    etcdKey.count,
                    1024
                )
            else { throw Failure("no loop in C for \(provider)") }
            return loop
        }
        _ = loop_seal(loops[0], plaintext, plaintext.count, nonces, nonces.count, 1)
        var count = 0
        let start = loop_output(loops[0], &count)
        stored = Array(UnsafeBufferPointer(start: start, count: count))
        for index in loops.indices.dropFirst() {
            fastest = time(of: index) < time(of: fastest) ? index : fastest
        }
    }

    deinit {
        loops.forEach(loop_free)
    }

    /// Opens, seals and opens again `count` values of 1 KiB, with the loop that is fastest.
    func cryptography(_ count: Int) throws {
        let loop = loops[fastest]
        let sealing = loop_seal(
            loop,
            plaintext,
            plaintext.count,
            nonces,
            nonces.count,
            Int64(count)
        )
        let opening = loop_open(loop, stored, stored.count, Int64(2 * count))
        guard sealing >= 0, opening >= 0 else { throw Failure("a loop in C failed") }
    }

    /// Opens the snapshot, finds its keys and looks at every key and value.
    static func walk(_ path: String) throws {
        var sum = 0
        try SnapshotFile(path: path).keySpace().records.forEach { key, value, _ in
            sum &+= key.count
            if !value.isEmpty { sum &+= Int(value[0]) }
        }
        guard sum != 0 else { throw Failure("an empty snapshot") }
    }

    private func time(of index: Int) -> Int64 {
        loop_seal(loops[index], plaintext, plaintext.count, nonces, nonces.count, 10_000)
            + loop_open(loops[index], stored, stored.count, 20_000)
    }

    private static func permanent(_ bytes: [UInt8]) -> UnsafeBufferPointer<UInt8> {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        return UnsafeBufferPointer(copy)
    }
}
