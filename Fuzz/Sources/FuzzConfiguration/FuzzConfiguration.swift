import EncryptionConfig
import FuzzSupport
import KubernetesModel
import Planning

/// Judges any bytes as a configuration; what is valid is edited, read again and compared, and the
/// step there is judged.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    guard let report = try? ConfigurationValidator().validate(bytes) else { return 0 }
    let hasError = report.findings.contains { $0.severity == .error }
    check(report.isValid != hasError, "the verdict and the findings differ")
    guard let configuration = report.configuration else { return 0 }
    check(Step(from: configuration, to: configuration).isSafe, "no step is safe")
    guard let source = try? ConfigurationSource(bytes) else { return 0 }
    // The file itself is what it was.
    if let same = try? source.rewritten(as: source.contents) {
        check(same == bytes, "an edit of nothing changed the file")
    }
    var target = source.contents
    guard let chain = configuration.chains.first,
        (try? target.addKey(.fresh(named: "fuzz-added"), for: chain.selector)) != nil,
        let edited = try? source.rewritten(as: target)
    else { return 0 }
    guard let again = try? ConfigurationSource(edited) else {
        fatalError("an edit made an invalid file")
    }
    check(again.contents.isSame(as: target), "an edit is not what was intended")
    _ = Step(from: configuration, to: again.configuration).isSafe
    return 0
}
