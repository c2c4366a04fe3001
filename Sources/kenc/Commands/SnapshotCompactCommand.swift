import ArgumentParser
import EtcdModel
import EtcdSnapshot
import Survey

extension SnapshotCommand {
    /// A backup without history.
    struct Compact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compact",
            abstract: "A copy of a backup without its history and its free pages",
            usage: "kenc snapshot compact <file> --output <file> [<options>]",
            discussion: """
                Takes the newest revision of every key, and everything else as it is. What the \
                backup still holds of old revisions, deleted keys and free pages is not in the \
                copy: neither plaintext from before a rotation nor values on a key that is gone. No \
                configuration is needed, since no value is opened. 'etcdutl snapshot restore' takes \
                the copy.

                EXAMPLES
                  kenc snapshot compact backup.db --output small.db
                  kenc snapshot compact backup.db --output small.db -o json
                """,
        )

        @OptionGroup var input: SnapshotInput
        @OptionGroup var target: SnapshotOutput
        @OptionGroup var display: DisplayOptions

        func validate() throws {
            try FileClash.check(("--output", target.output), [("the backup", input.file)])
        }

        func run() async throws {
            try target.check(apartFrom: [("the backup", input.file)])
            let contents = try await input.open()
            let copy = try SnapshotCopy(of: contents, history: .dropped, to: target.begin())
            while let batch = try await copy.rows.nextBatch() as? CopyBatch {
                try copy.append(batch)
            }
            let proof = try copy.complete()
            try await prove(proof)
            let hash = try await copy.publish(proof)
            let report = CompactReport(
                contents,
                CopiedFile(copy, proof, hash: hash),
                input: input.file,
                output: target.output
            )
            try target.report.write(report) { report.text }
        }

        private func prove(_ proof: CopyProof) async throws {
            var changed = 0
            try await Engine(workerCount: input.workerCount).run(
                over: proof.pairs,
                makeWorker: { CopyProofWorker() },
                consume: { changed += $0.changed },
            )
            guard changed == 0 else {
                throw Failure(
                    "\(Numbers.count(changed, "value")) of the copy is not what the backup holds",
                    hint: "nothing was written; is the disk sound?"
                )
            }
        }
    }
}

/// What a compacted copy is.
private struct CompactReport: Encodable {
    let input: String
    let output: String
    let revision: Int64
    let integrity: String
    let revisionsBefore: Int
    let revisions: Int
    let bytesBefore: Int
    let bytesAfter: Int
    let compacted = true
    let proven = true
    let sha256: String
    let restore: [RekeyReport.Trap]

    init(_ contents: SnapshotContents, _ copy: CopiedFile, input: String, output: String) {
        self.input = input
        self.output = output
        revision = contents.keySpace.revision.rawValue
        integrity = SnapshotWords.integrity(of: contents)
        revisionsBefore = contents.keySpace.recordCount
        revisions = copy.revisions
        bytesBefore = contents.file.byteCount
        bytesAfter = copy.bytes
        sha256 = copy.sha256
        restore = RestoreTrap.all(in: contents.file.information).map(RekeyReport.Trap.init)
    }

    /// For people.
    var text: String {
        """
        made \(ShownText.line(output)): \(Numbers.count(revisions, "key")) at revision \
        \(revision), \(Numbers.grouped(revisionsBefore - revisions)) older revisions left out
        \(Numbers.bytes(bytesBefore)) before, \(Numbers.bytes(bytesAfter)) now
        proven: every value was read again from the copy and is the same

        """ + RekeyReport.Trap.text(restore)
    }
}
