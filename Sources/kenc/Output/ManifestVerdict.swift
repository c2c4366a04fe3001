import DurableFiles
import EncryptionConfig
import EtcdSnapshot
import FoundationEssentials
import Survey
import WireFormats

extension SnapshotManifest {
    /// Of a survey of the snapshot's newest revision.
    init(
        of survey: Survey,
        _ contents: SnapshotContents,
        _ loaded: LoadedConfiguration,
        _ evidence: Evidence,
    ) throws {
        try self.init(
            of: survey,
            at: contents.keySpace.revision,
            hash: "sha256:" + HexText.encode(contents.digest()),
            with: loaded.configuration,
            evidence: EvidenceRecord(evidence)
        )
    }

    func write(to path: String) throws {
        let file = try WholeFile(path: path)
        try file.write(Array(JSONOutput.text(self).utf8))
        try file.finish()
    }

    static func read(_ path: String) throws -> SnapshotManifest {
        let bytes = try FileBytes.read(path, limit: 64 << 20)
        guard let manifest = try? JSONDecoder().decode(SnapshotManifest.self, from: Data(bytes)),
            manifest.kind == Self.kind
        else {
            throw Failure(
                "\(path) is no manifest",
                hint: "kenc scan --snapshot FILE --config FILE --write-manifest FILE writes one"
            )
        }
        return manifest
    }
}

/// Whether a configuration can open the backup that a manifest stands for.
struct ManifestVerdict: Encodable {
    struct Problem: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
        let values: Int
        let why: String
    }

    let file: String
    let hash: String
    let opens: Bool
    let problems: [Problem]
    /// What the manifest was made from.
    let evidence: EvidenceRecord?

    init(_ manifest: SnapshotManifest, _ loaded: LoadedConfiguration) throws {
        problems = try manifest.problems(with: loaded.configuration).map { problem in
            Problem(
                resource: SafeText.data(problem.resource),
                provider: SafeText.data(problem.need.provider),
                keyName: problem.need.keyName.map(SafeText.data),
                values: problem.need.values,
                why: Self.words(problem.reason),
            )
        }
        file = loaded.path
        hash = loaded.configuration.hash
        evidence = manifest.evidence
        opens = problems.isEmpty && manifest.evidence?.isConclusive == true
    }

    private static func words(_ reason: ManifestProblem.Reason) -> String {
        switch reason {
        case .noIdentity: "stored as plaintext, and the chain has no identity provider"
        case .noChain: "the configuration has no chain for this resource"
        case .noKey: "the chain has no such key"
        case .otherKey: "the chain has a key of this name with other bytes"
        }
    }

    /// The verdict for people.
    var text: String {
        let name = ShownText.line(file)
        guard !opens else { return "\(name) opens this backup\n" }
        guard !problems.isEmpty else {
            let why = evidence.map { $0.why ?? "" } ?? "it does not say what was seen of the backup"
            return "\(name) opens what the manifest names, which may not be all of the backup: "
                + "\(ShownText.line(why))\n  write it again: kenc scan --write-manifest\n"
        }
        var text = "\(name) does not open all of this backup:\n"
        for problem in problems {
            let key =
                problem.keyName.map { "\(problem.provider) \($0)" }
                ?? problem.provider
            let count = Numbers.count(problem.values, "value")
            text += "  \(ShownText.line(problem.resource)), \(count) on "
            text += "\(ShownText.line(key)): \(problem.why)\n"
        }
        return text
    }
}
