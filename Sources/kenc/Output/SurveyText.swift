import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Survey

/// A survey as people read it.
struct SurveyText {
    let survey: Survey
    /// Whether a configuration tells current from stale.
    let isJudged: Bool
    var style = Style.standardOutput

    /// How many single values are named where each has a reason of its own.
    static let valueLimit = 20

    func render() -> String {
        resourceTable() + "\n" + keyTable() + "\n" + pluginTable() + summary() + values()
    }

    /// How every resource stands.
    func resourceTable() -> String {
        var columns: [TableColumn] = [.text("RESOURCE", least: 24), .number("VALUES")]
        if isJudged {
            columns += [.number("CURRENT", rank: 1), .number("STALE"), .number("UNREADABLE")]
        }
        var table = Table(columns + [.number("PLAINTEXT")])
        for (resource, tally) in survey.sortedResources {
            var numbers = [tally.values]
            if isJudged { numbers += [tally.current, tally.stale, tally.unreadable] }
            table.add(
                [ShownText.line(resource.description)]
                    + (numbers + [tally.plaintext]).map(Numbers.grouped)
            )
        }
        return table.render(style: style)
    }

    /// Which keys the values are on.
    private func keyTable() -> String {
        var table = Table([
            .text("RESOURCE", least: 24), .text("PROVIDER"), .text("KEY", least: 12),
            .number("VALUES"), .number("BYTES", rank: 1),
        ])
        for (resource, tally) in survey.sortedResources {
            // The KEKs of a plugin have a table of their own.
            var volumes: [ProviderKey: Volume] = [:]
            for (key, volume) in tally.by {
                volumes[key.withoutKeyID, default: Volume()].add(volume)
            }
            for (key, volume) in volumes.sorted(by: { $0.key < $1.key }) {
                table.add([
                    ShownText.line(resource.description), key.kind.rawValue,
                    ShownText.line(key.name?.description ?? "-"), Numbers.grouped(volume.values),
                    Numbers.bytes(volume.bytes),
                ])
            }
        }
        return table.render(style: style)
    }

    /// Which KEKs the plugins' values need; empty where there are none.
    private func pluginTable() -> String {
        var volumes: [ProviderKey: Volume] = [:]
        for tally in survey.resources.values {
            for (key, volume) in tally.by where volume.envelopes != nil {
                volumes[key, default: Volume()].add(volume)
            }
        }
        guard !volumes.isEmpty else { return "" }
        var table = Table([
            .text("PLUGIN", least: 12), .text("KEY ID", least: 16, keeps: .both),
            .number("VALUES"), .number("DEK SOURCES"), .number("OLDEST", rank: 2),
            .number("NEWEST", rank: 1),
        ])
        for (key, volume) in volumes.sorted(by: { $0.key < $1.key }) {
            table.add([
                ShownText.line(key.name?.description ?? "-"),
                key.keyID.map { ShownText.told($0.text) } ?? "(not told)",
                Numbers.grouped(volume.values),
                Numbers.grouped(volume.envelopes?.sourceCount ?? 0),
                volume.envelopes?.oldest.map { String($0.rawValue) } ?? "-",
                volume.envelopes?.newest.map { String($0.rawValue) } ?? "-",
            ])
        }
        return table.render(style: style)
            + "values need the key (KEK) of their key id; which one that is where a KMS rotates "
            + "behind one id, or in version 1, nobody can tell from the store\n\n"
    }

    /// All numbers in a sentence.
    func summary() -> String {
        let total = survey.total
        var parts = [Numbers.count(total.values, "value")]
        if isJudged {
            parts += [
                "\(Numbers.grouped(total.current)) current",
                "\(Numbers.grouped(total.stale)) stale",
                "\(Numbers.grouped(total.unreadable)) unreadable",
            ]
        }
        parts.append("\(Numbers.grouped(total.plaintext)) plaintext")
        let besides =
            "\(Numbers.count(survey.system, "system key")) and "
            + "\(Numbers.count(survey.unknown, "unknown key")) besides"
        return parts.joined(separator: ", ") + "; \(besides)\n"
    }

    /// The values that need a person's eye, by what is wrong with them.
    func values() -> String {
        list("cannot be read", survey.unreadableValues, .red)
            + list("may not belong to their etcd keys", survey.suspectValues, .yellow)
    }

    private func list(_ title: String, _ reports: [ValueReport], _ color: Style.Color) -> String {
        guard !reports.isEmpty else { return "" }
        let text = "\n" + style.paint("\(Numbers.count(reports.count, "value")) \(title):", color)
        return text + "\n" + ReasonGroups(reports).text()
    }
}
