import EncryptionConfig
import Providers

/// What an escrow holds, and what it does not.
struct EscrowReport: Encodable {
    struct Plugin: Encodable {
        let plugin: String
        let api: String
        let sources: PluginResult.Sources
        let problems: [PluginResult.Problem]
    }

    /// Null where nothing was opened, and nothing made.
    @NullIfNone var output: String?
    let distinct: Int
    let opened: Int
    let plugins: [Plugin]

    init(_ tallies: [(plugin: KMSDefinition, tally: SourceTally)], output: String?) {
        self.output = output
        plugins = tallies.map { plugin, tally in
            Plugin(
                plugin: plugin.name.description,
                api: plugin.version.rawValue,
                sources: PluginResult.Sources(distinct: tally.distinct, opened: tally.opened),
                problems: tally.failures.map { PluginResult.Problem($0, of: plugin) }
            )
        }
        distinct = tallies.reduce(0) { $0 + $1.tally.distinct }
        opened = tallies.reduce(0) { $0 + $1.tally.opened }
    }

    var problems: [PluginResult.Problem] { plugins.flatMap(\.problems) }

    /// For people.
    var text: String {
        var text = ""
        for plugin in plugins {
            text +=
                "plugin \(ShownText.line(plugin.plugin)) (\(plugin.api)): opened "
                + "\(Numbers.grouped(plugin.sources.opened)) of "
                + "\(Numbers.count(plugin.sources.distinct, "data key"))\n"
            for problem in plugin.problems {
                text += "  \(problem.message)\n    hint: \(problem.hint)\n"
            }
        }
        guard let output else { return text }
        return text
            + """

            \(ShownText.line(output)) holds \(Numbers.count(opened, "data key")). Who opens it reads \
            every value that they are of,
            without the KMS and unseen by it: keep it like a static key, and not beside the backup.

            """
    }
}
