import ArgumentParser

/// Prints a script that completes kenc's command line in a shell.
struct CompletionCommand: AsyncParsableCommand {
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "A script that completes kenc's command line in your shell",
        discussion: """
            EXAMPLES
              kenc completion bash > /etc/bash_completion.d/kenc
              kenc completion zsh > "${fpath[1]}/_kenc"
              kenc completion fish > ~/.config/fish/completions/kenc.fish
            """,
    )

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    func run() async throws {
        let wanted: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        try StandardOutput.write(bytes: Array((Kenc.completionScript(for: wanted) + "\n").utf8))
    }
}
