import EncryptionConfig
import KMSClient
import Providers

/// What a check found of one plugin.
struct PluginResult: Encodable {
    struct Milliseconds: Encodable {
        let status: Double?
        let encrypt: Double?
        let decrypt: Double?
    }

    struct Problem: Encodable {
        let call: String
        let code: String
        let message: String
        let hint: String
        /// What it stops: `start`, `reload`, `reads`, `writes`.
        let stops: [String]
    }

    let plugin: String
    let api: String
    let endpoint: String
    /// Where it was asked, if elsewhere.
    let socket: String?
    let healthy: Bool
    @NullIfNone var version: String?
    @NullIfNone var keyID: String?
    @NullIfNone var healthz: String?
    let milliseconds: Milliseconds
    let timeoutMilliseconds: Double
    let problems: [Problem]
    /// The distinct data keys and seeds of a store, where one was named.
    let sources: Sources?

    struct Sources: Encodable {
        let distinct: Int
        let opened: Int
    }

    init(
        _ plugin: KMSDefinition,
        socket: String?,
        _ report: PluginReport,
        _ tally: SourceTally? = nil,
    ) {
        self.plugin = plugin.name.description
        api = plugin.version.rawValue
        endpoint = plugin.endpoint
        self.socket = socket
        sources = tally.map { Sources(distinct: $0.distinct, opened: $0.opened) }
        version = report.status?.version
        keyID = report.status?.keyID?.text
        healthz = report.status?.healthz
        func time(_ call: PluginCall) -> Double? { report.durations[call].map(Self.milliseconds) }
        milliseconds = Milliseconds(
            status: time(.status),
            encrypt: time(.encrypt),
            decrypt: time(.decrypt)
        )
        timeoutMilliseconds = Self.milliseconds(.nanoseconds(plugin.timeoutNanoseconds))
        let seen = report.problems.map { problem in
            Problem(
                call: problem.call.rawValue,
                code: problem.trouble.code.rawValue,
                message: ShownText.line(problem.trouble.description),
                hint: PluginWords.hint(problem.trouble.code, plugin),
                stops: problem.effects.map(\.rawValue)
            )
        }
        problems = seen + (tally?.failures ?? []).map { Problem($0, of: plugin) }
        healthy = problems.isEmpty
    }

    /// To a tenth.
    private static func milliseconds(_ duration: Duration) -> Double {
        (duration / .milliseconds(1) * 10).rounded() / 10
    }
}

extension PluginResult.Problem {
    /// Data keys and seeds of a store that the plugin does not open.
    init(_ failure: SourceTally.Failure, of plugin: KMSDefinition) {
        let under = failure.keyID.map { " under key id \(ShownText.told($0.text))" } ?? ""
        let what = plugin.version == .v2 ? "data key source" : "data key"
        self.init(
            call: PluginCall.decrypt.rawValue,
            code: failure.trouble.code.rawValue,
            message: "\(Numbers.count(failure.count, what)) in the store\(under): "
                + ShownText.line(failure.trouble.description),
            hint: PluginWords.hint(failure.trouble.code, plugin),
            stops: [PluginProblem.Effect.reads.rawValue]
        )
    }
}

extension PluginResult {
    /// The result for people.
    var text: String {
        let place = socket.map { "\(ShownText.line(endpoint)), asked at \(ShownText.line($0))" }
        var text =
            "plugin \(ShownText.line(plugin)) (\(api), \(place ?? ShownText.line(endpoint))): "
            + (problems.isEmpty ? "works" : Numbers.count(problems.count, "problem")) + "\n"
        if let version {
            let id = keyID.map { ", key id \(ShownText.told($0))" } ?? ""
            text += "  speaks \(ShownText.told(version))\(id)\n"
        }
        let times = [
            ("status", milliseconds.status), ("encrypt", milliseconds.encrypt),
            ("decrypt", milliseconds.decrypt),
        ]
        .compactMap { name, time in time.map { "\(name) \($0) ms" } }
        if version != nil {
            text += "  took \(times.joined(separator: ", ")); limit \(timeoutMilliseconds) ms\n"
        }
        if let sources {
            let count = Numbers.count(sources.distinct, "data key")
            text += "  opens \(Numbers.grouped(sources.opened)) of \(count) in the store\n"
        }
        for problem in problems {
            text += "  \(problem.call): \(problem.message)\n"
            text += "    \(PluginWords.effects(problem.stops))\n"
            text += "    hint: \(problem.hint)\n"
        }
        return text
    }
}
