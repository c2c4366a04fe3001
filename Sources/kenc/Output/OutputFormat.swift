/// Every form in which a command of kenc prints, by the name that -o takes.
enum OutputFormat: String, CaseIterable {
    case table
    case json
    case jsonl
    case yaml
    case raw
    case base64
    /// `resource/name` lines.
    case name
    /// The object inside one value, as JSON.
    case jsonObject = "json-object"
    /// A table of which nothing is cut or left out.
    case wide
    /// `jsonpath=…`: what a template of kubectl's takes out of objects.
    case jsonpath
    /// Findings for code hosts and editors: SARIF 2.1.0.
    case sarif
    /// Findings as annotations of GitHub Actions.
    case github
    /// Numbers for Prometheus, in its text format.
    case prometheus
    /// A page for people, which needs nothing beside itself.
    case html
    case markdown

    /// The one place where a form is chosen: what a command has for each of its formats.
    ///
    /// A format that it does not have was refused with the command line.
    func render<Text>(
        table: (() throws -> Text)? = nil,
        json: (() throws -> Text)? = nil,
        jsonl: (() throws -> Text)? = nil,
        yaml: (() throws -> Text)? = nil,
        raw: (() throws -> Text)? = nil,
        base64: (() throws -> Text)? = nil,
        name: (() throws -> Text)? = nil,
        jsonObject: (() throws -> Text)? = nil,
        sarif: (() throws -> Text)? = nil,
        github: (() throws -> Text)? = nil,
        prometheus: (() throws -> Text)? = nil,
        html: (() throws -> Text)? = nil,
        markdown: (() throws -> Text)? = nil,
    ) throws -> Text {
        let chosen: (() throws -> Text)? =
            switch self {
            case .table, .wide: table
            case .json: json
            case .jsonl: jsonl
            case .yaml: yaml
            case .raw: raw
            case .base64: base64
            case .name: name
            case .jsonObject: jsonObject
            case .jsonpath: nil
            case .sarif: sarif
            case .github: github
            case .prometheus: prometheus
            case .html: html
            case .markdown: markdown
            }
        guard let chosen else { throw Failure.usage("nothing is printed as \(rawValue) here") }
        return try chosen()
    }
}

/// The formats of a command.
protocol FormatChoice: Sendable {
    static var formats: [OutputFormat] { get }
    /// For --help, without its last full stop.
    static var help: String { get }
}

/// Which command prints in which formats.
enum Formats {
    /// fleet, inspect, plan, rotate, snapshot, status, version.
    enum Report: FormatChoice {
        static let formats: [OutputFormat] = [.table, .wide, .json]
        static let help = "table (the default), wide (nothing cut) or json"
    }

    enum Validate: FormatChoice {
        static let formats: [OutputFormat] = [.table, .wide, .json, .sarif, .github]
        static let help =
            "table (the default), wide (nothing cut), json, sarif (2.1.0) or github (annotations)"
    }

    enum Scan: FormatChoice {
        static let formats: [OutputFormat] = [.table, .wide, .json, .prometheus]
        static let help =
            "table (the default), wide (nothing cut), json or prometheus (its text format)"
    }

    /// report.
    enum Evidence: FormatChoice {
        static let formats: [OutputFormat] = [.html, .json, .markdown]
        static let help = "html (the default: one page that needs nothing else), json or markdown"
    }

    /// The edits of a configuration.
    enum File: FormatChoice {
        static let formats: [OutputFormat] = [.raw]
        static let help = "raw, the file itself"
    }

    enum List: FormatChoice {
        static let formats: [OutputFormat] = [.table, .wide, .json, .jsonl]
        static let help = "table (the default), wide (nothing cut), json or jsonl"
    }

    enum Get: FormatChoice {
        static let formats: [OutputFormat] = [
            .yaml, .json, .raw, .name, .jsonpath, .table, .wide,
        ]
        static let help =
            "yaml (the default for named objects), json, raw, name, jsonpath=TEMPLATE as for "
            + "kubectl, table (the default for lists) or wide (nothing cut)"
    }

    enum Decrypt: FormatChoice {
        static let formats: [OutputFormat] = [.raw, .json, .jsonl, .yaml, .jsonObject]
        static let help =
            "for one value raw (the default), yaml or json-object (the object, as kubectl prints it) "
            + "or json (with provider and key); for a store jsonl (the default) or json (a dump)"
    }

    enum Encrypt: FormatChoice {
        static let formats: [OutputFormat] = [.raw, .base64, .json]
        static let help =
            "raw (the default), base64 or json for one value, json (a dump) for a dump"
    }
}
