import EncryptionConfig
import KubernetesModel
import Providers
import Rotation
import Survey

/// What an undo did, for programs.
struct UndoReport: PrintedReport {
    struct Share: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
        let values: Int
    }

    let restored: Int
    let alreadyBack: Int
    let changed: Int
    let deleted: Int
    let failures: [SurveyReport.Value]
    /// What API servers wrote with the new key since.
    let remaining: [Share]

    init(_ outcome: LiveUndo.Outcome) {
        let result = outcome.result
        restored = result.restored
        alreadyBack = result.alreadyBack
        changed = result.changed
        deleted = result.deleted
        failures = result.failures.map(SurveyReport.Value.init)
        remaining = outcome.remainder.map {
            Share(
                resource: $0.resource.description,
                provider: $0.key.kind.rawValue,
                keyName: $0.key.name?.description,
                values: $0.values
            )
        }
    }

    /// Whether an API server with the file before would find what it cannot read.
    var isLeft: Bool { !failures.isEmpty || !remaining.isEmpty }

    /// The same for people.
    var text: String {
        var text =
            "put back \(Numbers.count(restored, "value")); \(Numbers.grouped(alreadyBack)) already "
            + "were, \(Numbers.grouped(changed)) written by others since or never rewritten, "
            + "\(Numbers.grouped(deleted)) deleted\n"
        if !failures.isEmpty { text += "\(Numbers.count(failures.count, "value")) failed:\n" }
        for failure in failures.prefix(SurveyText.valueLimit) {
            text += "  \(ShownText.line(failure.key))\n    \(ShownText.line(failure.message))\n"
        }
        return text + last
    }

    private var last: String {
        let back =
            "  to move what is on the new key back: kenc rotate --config OLD.yaml, where OLD.yaml\n"
            + "  writes with the old key and still reads the new one\n"
        guard !remaining.isEmpty else {
            return "nothing that was written since is on the new key\n"
        }
        var text = ""
        for share in remaining {
            let name = [share.provider, share.keyName].compactMap(\.self).joined(separator: " ")
            text +=
                "\(ShownText.line(share.resource)): \(Numbers.count(share.values, "value")) "
                + "written since \(share.values == 1 ? "is" : "are") on \(ShownText.line(name))\n"
        }
        return text
            + "  an API server whose file lacks that key cannot list them\n" + back
    }
}
