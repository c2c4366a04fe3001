import Fleet
import FuzzSupport

/// Metrics of API servers; how the text was cut into pieces does not matter.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    var whole = ServerReportReader()
    whole.read(bytes.span)
    var pieces = ServerReportReader()
    let cut = Int(bytes.first ?? 0) * count / 256
    pieces.read(Array(bytes[..<cut]).span)
    pieces.read(Array(bytes[cut...]).span)
    check(whole.finish() == pieces.finish(), "another report by pieces")
    return 0
}
