import ArgumentParser

@main
enum Main {
    static func main() async {
        Process.prepare()
        // A task of its own, which can be cancelled.
        let work = Task { try await run() }
        Interruption.willCancel(work)
        do {
            try await work.value
        } catch {
            Process.exit(for: error)
        }
        Process.exit(.done)
    }

    private static func run() async throws {
        let arguments = separated(CommandLine.arguments.dropFirst())
        var command = try Kenc.parseAsRoot(arguments)
        try RepeatedOptions.check(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
        try StandardOutput.flush()
    }

    /// Takes `-ojsonpath=…` apart, which the parser would read as an option of that name.
    private static func separated(_ arguments: ArraySlice<String>) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments.indices.flatMap { index in
            let argument = arguments[index]
            return index < end && argument.hasPrefix("-ojsonpath=")
                ? ["-o", String(argument.dropFirst(2))] : [argument]
        }
    }
}
