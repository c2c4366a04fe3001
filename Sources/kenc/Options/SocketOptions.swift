import ArgumentParser
import EncryptionConfig
import Providers

/// Where the plugins of a configuration listen on this machine.
struct SocketOptions: ParsableArguments {
    @Option(
        name: .customLong("kms-socket"),
        help: ArgumentHelp(
            "A plugin's socket, where it is not the configuration's: a path or @name; repeatable.",
            valueName: "plugin=path"
        )
    )
    var sockets: [String] = []

    /// Whether none is named.
    var isEmpty: Bool { sockets.isEmpty }

    func validate() throws {
        for text in sockets where Self.split(text) == nil {
            throw ValidationError(
                "--kms-socket takes PLUGIN=PATH, as in vault=/run/kms/vault.sock, not "
                    + ShownText.line(text)
            )
        }
        var names: Set<String> = []
        for (name, _) in sockets.compactMap(Self.split) where !names.insert(name).inserted {
            throw ValidationError(
                "--kms-socket names the plugin \(ShownText.name(name)) more than once"
            )
        }
    }

    /// The sockets by the names of plugins; an unknown name is a slip of the pen.
    func resolved(_ plugins: [KMSDefinition]) throws -> [KeyName: String] {
        var found: [KeyName: String] = [:]
        for (name, path) in sockets.compactMap(Self.split) {
            let name = KeyName(name)
            guard plugins.contains(where: { $0.name == name }) else {
                let known = plugins.map { ShownText.name($0.name.text) }.joined(separator: ", ")
                throw Failure.usage(
                    "--kms-socket names \(ShownText.name(name.text)), and the configuration has no "
                        + "such plugin",
                    hint: known.isEmpty ? "it has no plugin at all" : "it has \(known)"
                )
            }
            found[name] = path
        }
        return found
    }

    /// Name and path of `NAME=PATH` or `NAME=unix:///PATH`.
    private static func split(_ text: String) -> (name: String, path: String)? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        var path = parts[1]
        for prefix in ["unix:///@", "unix://", "unix:"] where path.hasPrefix(prefix) {
            path = path.dropFirst(prefix.utf8.count - (prefix.hasSuffix("@") ? 1 : 0))
            break
        }
        guard path.hasPrefix("/") || path.hasPrefix("@") || path.hasPrefix("./") else {
            return nil
        }
        return (String(parts[0]), String(path))
    }
}
