public import Survey

/// What a rotation did so far, or in the end.
public struct RotationResult: Sendable {
    /// Values that were replaced.
    public internal(set) var rewritten = 0
    /// Stored bytes of the new values.
    public internal(set) var bytesWritten = 0
    /// Swaps that someone else was ahead of; each was looked at again.
    public internal(set) var conflicts = 0
    /// Values that were deleted between the look at them and their swap.
    public internal(set) var deleted = 0
    /// Walks over the store that wrote, or looked for something to write.
    public internal(set) var passes = 0
    /// Keys that the store refused to write in the last pass, and why.
    public internal(set) var refused: [ValueReport] = []
    /// The last survey; nil when the job ended before it was complete.
    public internal(set) var survey: Survey?
    /// What API servers wrote with other keys while the job ran.
    public internal(set) var backslides: [Backslide] = []
    /// Why not every write could be watched; nil where it was.
    ///
    /// Backslides that lie in the store are found without,
    /// those that were written over since are not.
    public internal(set) var watchFailure: (any Error)?
    /// How long the passes took.
    public internal(set) var writing = Duration.zero
    /// How long nothing was to happen before the last survey.
    public internal(set) var settling = Duration.zero

    /// Nothing yet.
    public init() {}

    /// Stale values that could be moved and are not, as the last survey saw them.
    public var remaining: Int { survey?.movable ?? 0 }

    /// Whether the last survey found nothing left that a rotation would move.
    public var isFinished: Bool { survey != nil && remaining == 0 && refused.isEmpty }

    /// Whether that is a proof: all that the rotation is about was seen and could be read, and
    /// nobody wrote with another key meanwhile.
    public func isProven(by evidence: Evidence) -> Bool {
        isFinished && backslides.isEmpty && evidence.coversFilter
            && survey?.unreadableValues.isEmpty == true
    }
}

/// What a rotation is about.
public enum RotationNews: Sendable {
    /// A swap ended.
    case wrote(RotationResult)
    /// It waits for writes that are under way elsewhere, this much longer.
    case settling(left: Duration)
    /// The last survey went through so many more entries.
    case surveyed(Int)
}

/// A rotation ended before it was done; running it again goes on where it ended.
public struct RotationHalted: Error {
    /// What a rotation does, in order.
    public enum Phase: Sendable, Hashable {
        /// Values are moved.
        case writing
        /// All is written, and nothing proven yet.
        case proving
    }

    /// What was done until then, all of it complete.
    public let result: RotationResult
    /// How far it had come.
    public let phase: Phase
    /// Why.
    public let cause: any Error
}
