/// Tells a rotation, before it writes and while it does, whether every API server is on some bytes.
///
/// ```swift
/// let verdict = try await gate.check(wanted: ContentHash(of: bytes.span))
/// guard verdict.isProven else { … }
/// ```
///
/// Each call asks anew. A verdict that is not proven is no error: it says which server, and why.
public protocol FleetGate: Sendable {
    /// Asks every source once and judges.
    ///
    /// - Throws: Only when the store that names the servers cannot be read.
    func check(wanted: ContentHash) async throws -> FleetVerdict
}

/// The gate over a store and sources.
public struct FleetInquiry: FleetGate {
    private let roster: @Sendable () async throws -> FleetRoster?
    private let sources: [any FleetSource]
    private let files: [FleetJudge.NamedFile]

    /// Joins the two.
    ///
    /// - Parameters:
    ///   - sources: Asked all at the same time, each time.
    ///   - files: Local files to recognise.
    ///   - roster: Reads the store anew; gives nil where there is none.
    public init(
        sources: [any FleetSource],
        files: [FleetJudge.NamedFile] = [],
        roster: @escaping @Sendable () async throws -> FleetRoster?,
    ) {
        self.roster = roster
        self.sources = sources
        self.files = files
    }

    /// Asks every source once and judges.
    public func check(wanted: ContentHash) async throws -> FleetVerdict {
        let answers = await withTaskGroup(of: (Int, [FleetAnswer]).self) { group in
            for (number, source) in sources.enumerated() {
                group.addTask { (number, await source.ask()) }
            }
            var answers: [(Int, [FleetAnswer])] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
        // Read last, so that a server that came while others were asked is expected.
        let roster = try await roster()
        return FleetJudge(wanted: wanted, files: files).judge(roster: roster, answers: answers)
    }
}
