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
    /// The survey after the last pass; nil when the job ended before it was complete.
    public internal(set) var survey: Survey?

    /// Nothing yet.
    public init() {}

    /// Takes the survey of a store in which there is nothing to do.
    public mutating func adopt(_ survey: Survey) { self.survey = survey }

    /// Stale values that could be moved and are not, as the last survey saw them.
    public var remaining: Int { survey?.movable ?? 0 }

    /// Whether the last survey found nothing left that a rotation would move.
    public var isFinished: Bool { survey != nil && remaining == 0 && refused.isEmpty }

    /// Whether that is a proof: all that the rotation is about was seen and could be read.
    public func isProven(by evidence: Evidence) -> Bool {
        isFinished && evidence.coversFilter && survey?.unreadableValues.isEmpty == true
    }
}

/// A rotation ended before it was done; running it again goes on where it ended.
public struct RotationHalted: Error {
    /// What was done until then, all of it complete.
    public let result: RotationResult
    /// Why.
    public let cause: any Error
}
