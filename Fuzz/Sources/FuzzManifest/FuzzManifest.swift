import FoundationEssentials
import FuzzKeys
import FuzzSupport
import Survey

/// Reads any bytes as a manifest, judges it, and writes and reads it again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Data(input(data, count))
    guard let manifest = try? JSONDecoder().decode(SnapshotManifest.self, from: bytes) else {
        return 0
    }
    do {
        let problems = try manifest.problems(with: sampleConfiguration)
        let written = try JSONEncoder().encode(manifest)
        let again = try JSONDecoder().decode(SnapshotManifest.self, from: written)
        let found = try again.problems(with: sampleConfiguration)
        check("\(problems)" == "\(found)", "other problems after it was written")
    } catch {
        fatalError("\(error)")
    }
    return 0
}
