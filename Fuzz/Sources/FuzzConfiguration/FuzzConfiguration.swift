import EncryptionConfig
import FuzzSupport
import KubernetesModel
import Planning

/// Judges any bytes as a configuration. What is valid is valid again as JSON, with the same chains;
/// it is edited, read again and compared, and the step there is judged.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    let gates = FeatureGates(kmsV1: count % 2 == 1)
    guard let report = try? ConfigurationValidator(featureGates: gates).validate(bytes) else {
        return 0
    }
    let hasError = report.findings.contains { $0.severity == .error }
    check(report.isValid != hasError, "the verdict and the findings differ")
    guard let configuration = report.configuration else { return 0 }
    check(Step(from: configuration, to: configuration).isSafe, "no step is safe")
    guard let source = try? ConfigurationSource(bytes, featureGates: gates) else { return 0 }
    if let same = try? source.rewritten(as: source.contents) {
        check(same == bytes, "an edit of nothing changed the file")
    }
    writeAgain(source, gates)
    edit(source, Choices(Array(bytes.reversed())), gates)
    return 0
}

/// The same contents as JSON get the same verdict and the same chains.
private func writeAgain(_ source: ConfigurationSource, _ gates: FeatureGates) {
    guard let json = JSONFile.text(of: source.contents) else { return }
    let report = try? ConfigurationValidator(featureGates: gates).validate(json)
    guard let again = report?.configuration else {
        fatalError("the file is invalid as JSON: \(report?.findings.map(\.rule.rawValue) ?? [])")
    }
    let (before, after) = (source.configuration.chains, again.chains)
    check(before.map(\.selector) == after.map(\.selector), "other resources as JSON")
    check(zip(before, after).allSatisfy { isSame($0.providers, $1.providers) }, "others as JSON")
}

private func isSame(_ left: [ProviderDefinition], _ right: [ProviderDefinition]) -> Bool {
    left.count == right.count
        && zip(left, right).allSatisfy { left, right in
            left.kind == right.kind && left.plugin == right.plugin
                && left.keys.map(\.name) == right.keys.map(\.name)
                && left.keys.map(\.key) == right.keys.map(\.key)
        }
}

/// One edit: it is refused, or the file is what was meant.
private func edit(_ source: ConfigurationSource, _ choices: Choices, _ gates: FeatureGates) {
    var choices = choices
    var target = source.contents
    let resources = target.entries.flatMap(\.resources)
    let names = target.entries.flatMap { $0.providers.flatMap { $0.keys.map(\.name) } }
    guard !resources.isEmpty else { return }
    let resource = choices.one(of: resources).selector
    do throws(EditRefusal) {
        switch choices.number(below: 5) {
        case 0: try target.addKey(.fresh(named: "fuzz-added"), for: resource)
        case 1 where !names.isEmpty:
            _ = try target.promote(choices.one(of: names), for: resource)
        case 2 where !names.isEmpty:
            _ = try target.removeKey(choices.one(of: names), for: resource)
        case 3: _ = try target.addResource("fuzz.example", like: resource)
        default: try target.removeResource(resource)
        }
        let edited = try source.rewritten(as: target)
        guard let again = try? ConfigurationSource(edited, featureGates: gates) else {
            fatalError("an edit made an invalid file")
        }
        check(again.contents.isSame(as: target), "an edit is not what was intended")
        _ = Step(from: source.configuration, to: again.configuration).isSafe
    } catch {
        check(!"\(error)".isEmpty, "a refusal without words")
    }
}
