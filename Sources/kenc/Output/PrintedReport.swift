/// What a command found out: JSON for programs, a text for people.
protocol PrintedReport: Encodable {
    var text: String { get }
}

/// Two reports whose fields stand beside each other in one object.
struct Beside<First: Encodable, Second: Encodable>: Encodable {
    private let first: First
    private let second: Second

    init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    func encode(to encoder: any Encoder) throws {
        try first.encode(to: encoder)
        try second.encode(to: encoder)
    }
}

extension OutputFormat {
    /// A report in this form, made only where it is what is printed; its text fits the terminal.
    func render(
        _ report: @autoclosure @escaping () throws -> any Encodable,
        sarif: (() throws -> String)? = nil,
        github: (() throws -> String)? = nil,
        prometheus: (() throws -> String)? = nil,
        text: @escaping () throws -> String,
    ) throws -> String {
        try render(
            table: { WrappedText.fitted(ProgramName.spelled(try text()), to: Screen.width) },
            json: { try JSONOutput.text(report()) },
            sarif: sarif,
            github: github,
            prometheus: prometheus
        )
    }
}

extension OutputOptions {
    /// Writes a report in the form that is asked for.
    func write(
        _ report: @autoclosure @escaping () throws -> any Encodable,
        sarif: (() throws -> String)? = nil,
        github: (() throws -> String)? = nil,
        prometheus: (() throws -> String)? = nil,
        text: @escaping () throws -> String,
    ) throws {
        let format = format ?? .table
        try write {
            try $0.write(
                format.render(
                    report(),
                    sarif: sarif,
                    github: github,
                    prometheus: prometheus,
                    text: text
                )
            )
        }
    }

    func write(_ report: some PrintedReport) throws {
        try write(report) { report.text }
    }
}
