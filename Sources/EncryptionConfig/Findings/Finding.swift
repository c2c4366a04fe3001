/// One thing to say about a configuration file.
///
/// No part of it holds a secret in any spelling.
public struct Finding: Sendable, Equatable {
    /// How much it matters.
    public enum Severity: String, Sendable, CaseIterable {
        /// The API server refuses the file.
        case error
        /// The API server takes the file, and someone will be sorry.
        case warning
        /// Good to know.
        case info
    }

    /// How much it matters.
    public internal(set) var severity: Severity
    /// Which rule found it.
    public let rule: Rule
    /// The field, as in `resources[0].providers[1].aescbc.keys[0].secret`; none for a syntax error.
    public let path: String?
    /// The line from 1; none where there is no place.
    public let line: Int?
    /// The column from 1 in Unicode scalars; none where there is no place.
    public let column: Int?
    /// What is wrong: lower case, no full stop.
    public let message: String
    /// What to do about it in the file.
    public let hint: String?
    /// What to do about it elsewhere.
    public let remedy: Remedy?
    /// The line in question with secrets masked.
    public var excerpt: SourceExcerpt?

    /// Makes a finding with the rule's own severity.
    public init(
        _ rule: Rule,
        _ message: String,
        path: String? = nil,
        line: Int? = nil,
        column: Int? = nil,
        hint: String? = nil,
        remedy: Remedy? = nil,
    ) {
        severity = rule.severity
        self.rule = rule
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.remedy = remedy
    }
}

/// Collects findings up to a limit for each severity; texts of what is beyond it are never made.
struct FindingList {
    /// More than this of one severity helps nobody, and a hostile file could make millions.
    static let limit = 1000

    /// Where the file's lines begin, once that is known.
    var lines = LineTable()

    private(set) var findings: [Finding] = []
    private var errors = 0
    private var warnings = 0
    private var infos = 0

    var hasErrors: Bool { errors > 0 }

    /// Whether further errors would not be kept: what is not looked at by then changes nothing.
    var isFullOfErrors: Bool { errors > Self.limit }

    /// The line where something begins, from 1.
    func line(of range: SourceRange) -> Int { lines.line(of: range.start) }

    mutating func add(
        _ rule: Rule,
        _ message: @autoclosure () -> String,
        path: @autoclosure () -> FieldPath = .root,
        at range: SourceRange? = nil,
        hint: @autoclosure () -> String? = nil,
        remedy: Remedy? = nil,
    ) {
        // Each severity by itself, so that many warnings never hide the error behind a verdict.
        guard count(rule.severity) <= Self.limit else { return }
        let place = range.map { lines.position(of: $0.start) }
        findings.append(
            Finding(
                rule,
                message(),
                path: spelled(path()),
                line: place?.line,
                column: place?.column,
                hint: hint(),
                remedy: remedy,
            )
        )
    }

    /// Adds what stops the reading, at a place that was counted.
    mutating func add(_ error: YAMLSyntaxError, hint: String?) {
        guard count(error.problem.rule.severity) <= Self.limit else { return }
        let (line, column) = (error.place.line, error.place.column)
        let rule = error.problem.rule
        findings.append(
            Finding(rule, error.problem.text, line: line, column: column, hint: hint)
        )
    }

    /// None for what is wrong with the file as a whole.
    private func spelled(_ path: FieldPath) -> String? { path.isRoot ? nil : path.description }

    private mutating func count(_ severity: Finding.Severity) -> Int {
        switch severity {
        case .error:
            errors += 1
            return errors
        case .warning:
            warnings += 1
            return warnings
        case .info:
            infos += 1
            return infos
        }
    }

    /// By place, in the order found where the places are equal; what has no place comes first.
    var sorted: [Finding] {
        findings.enumerated().sorted {
            (($0.element.line ?? 0, $0.element.column ?? 0, $0.offset)
                < ($1.element.line ?? 0, $1.element.column ?? 0, $1.offset))
        }.map(\.element)
    }
}
