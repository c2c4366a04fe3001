import Rotation

extension RemedyText {
    /// What to do about an undo log.
    static func hint(of error: UndoLogError) -> String? {
        joined(error.hint, error.remedy.map(words))
    }

    private static func words(_ remedy: UndoLogError.Remedy) -> String {
        switch remedy {
        case .nameAnother: "name another with --undo-log FILE: one log belongs to one run"
        case .nameOneWithRoom: "name a file on a disk with room with --undo-log FILE"
        case .runAgainElsewhere: "run again with --undo-log on another disk"
        case .giveTheRotations: "rotate names the undo log that it writes"
        case .readUnsealed:
            "a log of an earlier kenc, if you know that nobody changed it: --force"
        }
    }
}
