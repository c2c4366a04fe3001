import ArgumentParser
import FoundationEssentials

/// An option that takes one value and is given twice: the parser would take the last, silently, and
/// a store or a configuration that somebody named would not be looked at.
enum RepeatedOptions {
    /// Refuses such a command line, the program's name left out.
    static func check(_ arguments: [String]) throws {
        var counts: [String: Int] = [:]
        for argument in arguments.prefix(while: { $0 != "--" }) {
            guard let name = name(argument) else { continue }
            counts[name, default: 0] += 1
        }
        let twice = counts.filter { $0.value > 1 }.keys.sorted()
        guard !twice.isEmpty else { return }
        let command = try Command(arguments)
        guard let name = twice.first(where: command.singleValued.contains) else { return }
        let count = counts[name] ?? 2
        throw Failure.usage(
            "\(name) is given \(count == 2 ? "twice" : "\(count) times"), and takes one value",
            hint: "see '\(command.path) --help'"
        )
    }

    /// `--dump` of `--dump` and `--dump=file`; `-o` of `-o` and `-ojson`.
    private static func name(_ argument: String) -> String? {
        guard argument.utf8.count > 1, argument.utf8.first == UInt8(ascii: "-") else { return nil }
        if argument.hasPrefix("--") {
            return argument.split(separator: "=", maxSplits: 1).first.map(String.init)
        }
        return String(argument.prefix(2))
    }

    /// What the parser itself says of the command that is named.
    private struct Command {
        /// As in `kenc config new`.
        var path = "kenc"
        let singleValued: Set<String>

        init(_ arguments: [String]) throws {
            let text = Data(Kenc._dumpHelp().utf8)
            var command = try JSONDecoder().decode(Dump.self, from: text).command
            for word in arguments {
                guard let next = command.subcommands?.first(where: { $0.commandName == word })
                else { continue }
                command = next
                path += " " + word
            }
            let options = (command.arguments ?? [])
                .filter { $0.kind == "option" && !$0.isRepeating }
            singleValued = Set(
                options.flatMap { $0.names ?? [] }
                    .map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" }
            )
        }
    }

    private struct Dump: Decodable {
        struct Command: Decodable {
            let commandName: String
            let subcommands: [Command]?
            let arguments: [Argument]?
        }

        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }

            let kind: String
            let isRepeating: Bool
            let names: [Name]?
        }

        let command: Command
    }
}
