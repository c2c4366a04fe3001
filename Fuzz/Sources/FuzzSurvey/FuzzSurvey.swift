import EtcdModel
import FuzzKeys
import FuzzSupport
import KubernetesModel
import Providers
import Survey

/// Surveys a store made of an input: with one worker and with three, in batches of another size, it
/// is the same; what was sealed opens, and no plaintext is in any message.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let entries = entries(Choices(input(data, count)))
    do {
        let one = try waiting { try await survey(entries, workers: 1, batch: 64) }
        let three = try waiting { try await survey(entries, workers: 3, batch: 2) }
        check(words(one) == words(three), "the number of workers matters")
        for report in one.unreadableValues + one.suspectValues {
            Canary.check(report.message)
            check(!report.message.isEmpty, "a report without words")
        }
    } catch {
        // A value that is stale and does not come back as it was ends a dry run; none does here.
        fatalError("\(error)")
    }
    return 0
}

private struct Entry: Sendable {
    let key: [UInt8]
    let value: [UInt8]
}

private let keys = [
    "/registry/secrets/a/", "/registry/configmaps/a/", "/registry/deployments/a/",
    "/registry/pods/a/", "/registry/masterleases/", "/registry/awesome.example/pandas/a/",
    "/other/secrets/a/", "",
]

private let heads = [
    "", "k8s:enc:aescbc:v1:key1:", "k8s:enc:aesgcm:v1:key2:", "k8s:enc:secretbox:v1:key3:",
    "k8s:enc:aescbc:v1:", "k8s:enc:kms:v2:p:", "k8s:enc:", "k8s\0",
]

private func entries(_ choices: Choices) -> [Entry] {
    var choices = choices
    var entries: [Entry] = []
    let session = TransformSession()
    while !choices.isEmpty, entries.count < 64 {
        let name = choices.bytes(Int(choices.byte() % 5))
        let key = Array(choices.one(of: keys).utf8) + name
        let content = choices.bytes(Int(choices.byte() % 64))
        switch choices.byte() % 3 {
        case 0: entries.append(Entry(key: key, value: content))
        case 1:
            let head = Array(choices.one(of: heads).utf8)
            entries.append(Entry(key: key, value: head + content))
        default:
            guard var sealed = seal(Array("{\(Canary.text)".utf8) + content, key, session) else {
                continue
            }
            let flip = choices.byte()
            if flip > 128 { sealed[choices.number(below: sealed.count)] ^= flip & 0x7f }
            entries.append(Entry(key: key, value: sealed))
        }
    }
    return entries
}

/// Sealed by the key's own chain, and opened again.
private func seal(_ plaintext: [UInt8], _ key: [UInt8], _ session: TransformSession) -> [UInt8]? {
    guard case .object(let resource, _, _) = EtcdKeyClassifier().classify(key.span),
        let chain = sampleChains.chain(of: resource.groupResource),
        let sealed = try? session.seal(plaintext.span, etcdKey: key.span, with: chain, touch)
    else { return nil }
    let opened = try? session.open(sealed.span, etcdKey: key.span, with: chain) { bytes, _ in
        touch(bytes)
    }
    check(opened == plaintext, "what was sealed does not open")
    return sealed
}

private func survey(_ entries: [Entry], workers: Int, batch: Int) async throws -> Survey {
    var survey = Survey()
    try await Engine(workerCount: workers).run(
        over: Store(entries, batch),
        makeWorker: {
            SurveyWorker(
                chains: [sampleChains],
                prefix: EtcdPrefix("/registry"),
                filter: EntryFilter(),
                treatment: .proveRewrite,
            )
        },
        consume: { survey.add($0[0]) },
    )
    return survey
}

/// All that a survey says, in an order of its own.
private func words(_ survey: Survey) -> String {
    var lines = survey.resources.map { resource, tally in
        let by = tally.by.map { "\($0) \($1)" }.sorted()
        let moves = tally.rewrites.map { "\($0) \($1)" }.sorted()
        return "\(resource) \(tally.values) \(tally.current) \(tally.stale) \(tally.unreadable) "
            + "\(tally.plaintext) \(by) \(moves)"
    }.sorted()
    lines.append("\(survey.system) \(survey.unknown) \(survey.unknownEncrypted)")
    lines.append("\(survey.unreadableValues)")
    lines.append("\(survey.suspectValues)")
    lines.append("\(survey.shape.entries) \(survey.shape.withValue) \(survey.shape.outsidePrefix)")
    lines.append("\(survey.shape.resources.sorted()) \(survey.shape.namespaces.sorted())")
    return lines.joined(separator: "\n")
}

private actor Store: EntryStore {
    private var rest: ArraySlice<Entry>
    private let size: Int

    init(_ entries: [Entry], _ size: Int) {
        rest = entries[...]
        self.size = size
    }

    nonisolated var expectedEntries: Int? { nil }
    var sighting: StoreSighting { StoreSighting(.memory) }

    func nextBatch() -> (any EntryBatch)? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Batch(entries: Array(rest.prefix(size)))
    }

    private struct Batch: EntryBatch {
        let entries: [Entry]

        var count: Int { entries.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            let facts = EntryFacts(createRevision: 1, modRevision: 2, version: 1)
            for entry in entries { try body(entry.key.span, entry.value.span, facts) }
        }
    }
}
