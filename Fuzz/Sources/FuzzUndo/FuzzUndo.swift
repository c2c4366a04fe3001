import FuzzKeys
import FuzzSupport
import Rotation

/// Reads any bytes as an undo log, with and without authentication codes.
///
/// The key of the codes is known to no one who writes an input: what is read with them is a beginning
/// of one of the seeds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    for allowing in [false, true] {
        guard let path = file(bytes) else { return 0 }
        do {
            let log = try UndoLogReader(
                path: path,
                chains: sampleChains,
                allowingUnsealed: allowing
            )
            check(allowing || log.isSealed, "a log without codes was read")
            while let record = try log.next() {
                guard log.isSealed else { continue }
                check(Seed.records.contains(record), "a record that nobody sealed")
            }
        } catch {
            check(!"\(error)".isEmpty, "an error without words")
        }
    }
    return 0
}
