/// Where a rotation stands, as far as what was seen tells.
public struct Standing: Sendable {
    /// Stages that what was seen leaves possible; the number behind the last one is the end.
    public let possible: [Int]
    /// What was not seen, and would tell.
    public let gaps: [StandingGap]
    /// What no stage of the plan allows.
    public let misfits: [StandingMisfit]
    /// What was seen.
    public let proofs: [StandingProof]
    /// How many stages the plan has.
    public let count: Int

    /// The only stage that fits; nil where several do, or none, and at the end.
    public var stage: Int? {
        guard misfits.isEmpty, possible.count == 1, possible[0] <= count else { return nil }
        return possible[0]
    }

    /// Whether everything is done, and proven to be.
    public var isDone: Bool { possible == [count + 1] && gaps.isEmpty && misfits.isEmpty }
}

/// Something that was not seen.
public enum StandingGap: Sendable, Hashable {
    /// No API server was asked.
    case fleetNotAsked
    /// These servers did not say what they have applied.
    case untold([String])
    /// There may be servers that nobody knows.
    case unknownServers
    /// No store was looked at.
    case storeNotRead
    /// Only a part of the store was seen.
    case storeInPart
    /// Nothing says as of when the store is.
    case storeAge
    /// The store is from before every server was on the file, and a request's time more.
    case unsettled(seconds: Int)
    /// No file that could judge the store is there.
    case noFile(String)
    /// So many values need a plugin to be judged.
    case plugins(values: Int)
    /// Neither servers nor values show whether this stage was done.
    case unseen(Int)
}

/// Something that fits no stage.
public enum StandingMisfit: Sendable, Hashable {
    /// A file of the plan is no longer what was planned.
    case fileChanged(String)
    /// A file of the plan is gone.
    case fileMissing(String)
    /// A server has a file that is none of the plan's.
    case foreignFile(server: String, hash: String)
    /// A server runs without encryption.
    case noConfiguration(server: String)
    /// Servers are on files that must not be in force together, the older and the newer.
    case apart(older: Int, newer: Int, behind: [String])
    /// Servers went past a rewrite that is not done: its stage, and what is left.
    case rewriteSkipped(stage: Int, StandingCount)
    /// Servers on a file of the plan cannot read what others can: the generation, and how many.
    case hidden(generation: Int, values: Int)
}

/// Something that was seen.
public enum StandingProof: Sendable, Hashable {
    /// A file of the plan is as it was planned.
    case fileIntact(String)
    /// These servers are on this generation.
    case servers(generation: Int, names: [String])
    /// So much is left of a rewrite.
    case rewrite(stage: Int, StandingCount)
}
