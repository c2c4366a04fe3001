import EtcdModel
import EtcdSnapshot
import FuzzSupport

/// Reads any bytes as a snapshot in every way there is; only an error may come of it.
///
/// The checksum of the meta pages is made right first, or hardly any input would get behind it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    var bytes = input(data, count)
    mend(&bytes, at: 0)
    for shift in 10...12 { mend(&bytes, at: 1 << shift) }
    guard let path = file(bytes) else { return 0 }
    do {
        let file = try SnapshotFile(path: path)
        _ = try? file.checkIntegrity()
        let keySpace = try file.keySpace()
        try keySpace.sortedByKey().forEach { key, value, _ in
            touch(key)
            touch(value)
        }
        try keySpace.history().sortedByKey().forEach { key, value, _ in
            touch(key)
            touch(value)
        }
        _ = try keySpace.residue { key, value, _ in
            touch(key)
            touch(value)
        }
        _ = try file.keySpace(at: Revision(keySpace.currentRevision.rawValue / 2))
    } catch {
        guard "\(error)".utf8.count > 0 else { fatalError("an error without words") }
    }
    return 0
}

private func mend(_ bytes: inout [UInt8], at page: Int) {
    guard bytes.count >= page + 80 else { return }
    bytes.replaceSubrange(page + 16..<page + 24, with: [0xED, 0xDA, 0x0C, 0xED, 2, 0, 0, 0])
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes[page + 16..<page + 72] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for index in 0..<8 { bytes[page + 72 + index] = UInt8(truncatingIfNeeded: hash >> (8 * index)) }
}
