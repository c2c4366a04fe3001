import EtcdModel
import Rotation

/// What to say when a rotation ended early.
struct RotationHalt {
    let halted: RotationHalted
    let expected: Int
    /// Nil where nothing was to be written.
    let undoLog: String?
    let fleet: FleetWatch?
    let file: String
    /// Whether a person, or a signal, asked for the end.
    let isInterrupted: Bool

    var failure: Failure {
        switch halted.cause {
        case is GateClosed:
            let name = ShownText.line(file)
            return Failure(
                "stopped, since \(fleet?.doubt ?? "an API server left the file"): \(done)",
                hint: "bring every API server onto \(name) and \(next)",
                status: .found
            )
        case let cause where cause is JobInterrupted || isInterrupted:
            return Failure(
                "interrupted: \(done)\(Self.unanswered(cause))",
                hint: next,
                status: .interrupted
            )
        case let failure as UndoLogError:
            return Failure("\(failure.message); \(done)", hint: RemedyText.hint(of: failure))
        default:
            let failure = Failure(wording: halted.cause)
            let first = failure.hint.map { "\($0); then " } ?? ""
            return Failure("\(failure.message); \(done)", hint: first + next)
        }
    }

    /// What to add where etcd's answers were not waited for.
    static func unanswered(_ cause: any Error) -> String {
        guard let failure = cause as? StoreFailure, failure.reach == .unknownOutcome else {
            return ""
        }
        return "; etcd did not answer in time to the last writes: each was applied whole, or not "
            + "at all"
    }

    private var done: String {
        let count = halted.result.rewritten
        guard undoLog != nil else { return "nothing was written, and nothing is proven yet" }
        let written = "rewritten, each whole and verified"
        guard halted.phase == .proving else {
            return "\(Numbers.grouped(count)) of \(Numbers.count(expected, "value")) \(written)"
        }
        return "\(Numbers.count(count, "value")) \(written), and they stay; not proven yet"
    }

    private var next: String {
        let resume =
            halted.phase == .proving
            ? "run the same command again: it proves what is there"
            : "run the same command again: it goes on where this ended"
        guard let undoLog else { return resume }
        return "\(resume); to put values back: kenc rotate --undo \(ShownText.line(undoLog)) "
            + "--config FILE"
    }
}
