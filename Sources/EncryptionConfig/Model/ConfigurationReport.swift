internal import KubernetesModel

/// What there is to say about one configuration file.
public struct ConfigurationReport: Sendable {
    /// The API server's name for the file: `sha256:` and the lower-case hex of the SHA-256 of its
    /// raw bytes.
    public let hash: String
    /// Everything found, by place in the file.
    public internal(set) var findings: [Finding]
    /// What the file configures; none if the API server would refuse it.
    public let configuration: ValidatedConfiguration?

    /// The API server's verdict.
    public var isValid: Bool { configuration != nil }

    /// What the file has chains for, in order of first mention: `secrets`, `deployments.apps`, `*.`
    /// for the core group, `*.apps`, `*.*`.
    public var resources: [String] {
        configuration?.chains.selectors.map(\.name) ?? []
    }

    /// Leaves out the advice of some rules, and makes warnings of that of others.
    ///
    /// The verdict stays what it is: an error is neither left out nor made.
    public mutating func weigh(ignoring ignored: Set<Rule>, raising raised: Set<Rule>) {
        findings.removeAll { $0.severity != .error && ignored.contains($0.rule) }
        for index in findings.indices
        where findings[index].severity == .info && raised.contains(findings[index].rule) {
            findings[index].severity = .warning
        }
    }

    /// Adds findings that are not about the file's text, in front of the others.
    public mutating func add(_ findings: [Finding]) {
        self.findings = findings + self.findings
    }
}
