import ArgumentParser

@main
enum Main {
    static func main() async {
        Process.prepare()
        do {
            var command = try Kenc.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            try StandardOutput.flush()
        } catch {
            Process.exit(for: error)
        }
        Process.exit(.done)
    }
}
