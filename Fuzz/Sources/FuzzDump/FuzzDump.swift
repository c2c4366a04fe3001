import EtcdDump
import FuzzSupport

/// Reads any bytes as a dump; only an error with words may come of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let path = file(input(data, count)) else { return 0 }
    do {
        let reader = try DumpReader(path: path)
        var length = 0
        while let batch = try reader.nextBatch() {
            length += batch.byteCount
            try batch.forEach { key, value, _ in
                touch(key)
                touch(value)
            }
        }
        check(length == count, "the batches are not the whole dump")
        _ = reader.sighting
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
    return 0
}
