import Fleet
import FuzzSupport

/// Metrics and kubeconfigs; how the text was cut into pieces does not matter.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    do { _ = try Kubeconfig(bytes) } catch { check(!"\(error)".isEmpty, "an error without words") }
    var whole = ServerReportReader()
    whole.read(bytes.span)
    var pieces = ServerReportReader()
    let cut = Int(bytes.first ?? 0) * count / 256
    pieces.read(bytes[..<cut].span)
    pieces.read(bytes[cut...].span)
    let (first, second) = (whole.finish(), pieces.finish())
    check("\(first.appliedFile)" == "\(second.appliedFile)", "another file by pieces")
    check("\(first.release)" == "\(second.release)", "another release by pieces")
    return 0
}
