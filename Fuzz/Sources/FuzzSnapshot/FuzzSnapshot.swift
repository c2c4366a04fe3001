import EtcdModel
import EtcdSnapshot
import FuzzSupport

/// Reads any bytes as a snapshot in every way there is; only an error may come of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    var bytes = input(data, count)
    // Hardly any input would get behind the checksum of the meta pages.
    SnapshotPages.mendChecksums(&bytes)
    guard let path = file(bytes) else { return 0 }
    do {
        let file = try SnapshotFile(path: path)
        _ = try? file.checkIntegrity()
        let keySpace = try file.keySpace()
        var last: [UInt8]?
        try keySpace.records.sortedByKey().forEach { key, value, _ in
            let key = touch(key)
            check(last.map { $0.lexicographicallyPrecedes(key) } ?? true, "keys out of order")
            last = key
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
        check(!"\(error)".isEmpty, "an error without words")
    }
    return 0
}

/// Every second mutation changes the structure of pages rather than bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
    _ data: UnsafeMutablePointer<UInt8>,
    _ count: Int,
    _ capacity: Int,
    _ seed: UInt32,
) -> Int {
    SnapshotPages.mutate(data, count, capacity, seed)
}
