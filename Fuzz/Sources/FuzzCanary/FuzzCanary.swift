import EncryptionConfig
import FuzzSupport

/// Judges any bytes with a key at every `KEY` as a configuration: no finding shows it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Canary.planted(in: input(data, count))
    let findings: [Finding]
    do {
        findings = try ConfigurationValidator().validate(bytes).findings
    } catch {
        Canary.check("\(error)")
        return 0
    }
    for finding in findings {
        Canary.check(finding.message)
        Canary.check(finding.hint ?? "")
        Canary.check(finding.path ?? "")
        Canary.check(finding.excerpt?.text ?? "")
    }
    do {
        let source = try ConfigurationSource(bytes)
        var target = source.contents
        if let resource = target.entries.first?.resources.first {
            try target.removeResource(resource.selector)
        }
        _ = try source.rewritten(as: target)
    } catch {
        // A refusal names keys and resources by the names that they have in the file.
    }
    return 0
}
