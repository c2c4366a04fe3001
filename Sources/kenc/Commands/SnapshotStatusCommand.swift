import ArgumentParser
import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import KubernetesModel
import Providers
import Survey
import WireFormats

extension SnapshotCommand {
    /// What a database file holds.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "What a backup holds: revisions, size, hash, alarms, and the keys it is on",
            usage: "kenc snapshot status <file> [<options>]",
            discussion: """
                Hash, revision, keys and size are those of 'etcdutl snapshot status'. Every page \
                is checked on the way, and the hash at the end of the file is compared.

                EXAMPLES
                  kenc snapshot status backup.db
                  kenc snapshot status backup.db -o json
                """,
        )

        @OptionGroup var input: SnapshotInput

        @Option(help: "The API server's --etcd-prefix.")
        var prefix = "/registry"

        @OptionGroup var report: ReportFormat
        @OptionGroup var display: DisplayOptions

        func run() async throws {
            let contents = try await input.open()
            var survey = Survey()
            try await Engine(workerCount: input.workerCount).run(
                over: contents.store(ordered: false),
                makeWorker: {
                    SurveyWorker(
                        chains: [nil],
                        prefix: EtcdPrefix(prefix),
                        filter: EntryFilter(),
                        treatment: .count
                    )
                },
                consume: { survey.add($0[0]) },
            )
            let status = try DatabaseReport(contents, survey, file: input.file)
            try report.write(status) { status.text }
        }
    }
}

/// A database file in numbers.
private struct DatabaseReport: Encodable {
    let file: String
    let hash: UInt32
    let revision: Int64
    let oldestRevision: Int64
    /// As etcdutl counts: elements of all buckets.
    let totalKey: Int
    let totalSize: Int
    /// Keys at the newest revision.
    let keys: Int
    /// Revisions of keys, deletions included.
    let revisions: Int
    let integrity: String
    let sha256: String
    let freePages: Int
    let pageSize: Int
    let version: String
    let alarms: [String]
    let leases: Int
    let members: Int
    let authEnabled: Bool
    /// How many keys are on which provider, by the headers of their values.
    let by: [SurveyReport.Share]

    init(_ contents: SnapshotContents, _ survey: Survey, file: String) throws {
        let information = contents.file.information
        let keySpace = contents.keySpace
        let content = try contents.file.contentHash()
        self.file = file
        hash = content.hash
        totalKey = content.elementCount
        revision = keySpace.currentRevision.rawValue
        oldestRevision = max(1, keySpace.compactRevision.rawValue)
        totalSize = information.pageCount * information.pageSize
        keys = keySpace.count
        revisions = keySpace.recordCount
        integrity = SnapshotWords.integrity(of: contents)
        sha256 = HexText.encode(try contents.digest())
        freePages = keySpace.freePageCount
        pageSize = information.pageSize
        version = information.versionGuess
        alarms = information.alarms.map(\.description)
        leases = information.leaseCount
        members = information.memberCount
        authEnabled = information.isAuthEnabled
        by = SurveyReport.Share.all(of: survey.total)
    }

    /// For people.
    var text: String {
        var rows = [
            ("hash", String(hash, radix: 16)),
            ("revision", "\(revision), readable from \(oldestRevision)"),
            ("total keys", "\(Numbers.grouped(totalKey)) in all buckets"),
            (
                "keys",
                "\(Numbers.grouped(keys)) at the newest revision, "
                    + "\(Numbers.count(revisions, "revision"))"
            ),
            ("total size", "\(Numbers.bytes(totalSize)) (\(Numbers.grouped(totalSize)) bytes)"),
            (
                "free pages",
                "\(Numbers.grouped(freePages)) of \(Numbers.grouped(totalSize / pageSize)), "
                    + "\(Numbers.grouped(pageSize)) bytes each"
            ),
            ("integrity", integrityWords),
            ("etcd", ShownText.line(version)),
            ("alarms", alarms.isEmpty ? "none" : alarms.joined(separator: ", ")),
            ("leases", Numbers.grouped(leases)),
        ]
        if authEnabled { rows.append(("users", "authentication is on: it holds password hashes")) }
        let width = rows.map(\.0.utf8.count).max() ?? 0
        var text = ""
        for (title, value) in rows {
            text += title + String(repeating: " ", count: width + 2 - title.utf8.count)
            text += value + "\n"
        }
        guard !by.isEmpty else { return text }
        var table = Table([
            .text("PROVIDER"), .text("KEY", least: 12), .number("VALUES"),
            .number("BYTES", rank: 1),
        ])
        for share in by {
            table.add([
                share.provider, ShownText.line(share.keyName ?? "-"),
                Numbers.grouped(share.values), Numbers.bytes(share.bytes),
            ])
        }
        return text + "\n" + table.render()
    }

    private var integrityWords: String {
        switch integrity {
        case "ok": "ok, the hash at the end fits (sha256 \(sha256))"
        case "skipped": "not compared"
        default: "no hash at the end: a copied database, on best effort"
        }
    }
}
