import DurableFiles
import EtcdModel
import EtcdSnapshot
import FuzzSupport
import Glibc

private let output = "/dev/shm/kenc-fuzz-copy-\(getpid())"

/// Compacts whatever can be read as a snapshot: a copy that counts has the same keys and values, and
/// leaves no other file behind.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    var bytes = input(data, count)
    SnapshotPages.mendChecksums(&bytes)
    guard let path = file(bytes) else { return 0 }
    defer { unlink(output) }
    do {
        try waiting { try await copy(path) }
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
    return 0
}

@Sendable private func copy(_ path: String) async throws {
    let contents = try await SnapshotContents(SnapshotFile(path: path), skipHashCheck: true)
    let before = try content(contents.keySpace)
    let target = try WholeFile(path: output, replaces: true)
    let copy = try SnapshotCopy(of: contents, history: .dropped, to: target)
    while let batch = try await copy.rows.nextBatch() as? CopyBatch { try copy.append(batch) }
    let hash = try await copy.publish(try copy.complete())
    let file = try SnapshotFile(path: output)
    check(file.trailer == hash, "the copy ends in something else than its hash")
    check(try file.checkIntegrity(), "the copy has no hash")
    check(try content(file.keySpace()) == before, "the copy holds something else")
}

private func content(_ keySpace: KeySpace) throws -> [[UInt8]: [UInt8]] {
    var content: [[UInt8]: [UInt8]] = [:]
    try keySpace.records.forEach { key, value, _ in content[touch(key)] = touch(value) }
    return content
}

@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
    _ data: UnsafeMutablePointer<UInt8>,
    _ count: Int,
    _ capacity: Int,
    _ seed: UInt32,
) -> Int {
    SnapshotPages.mutate(data, count, capacity, seed)
}
