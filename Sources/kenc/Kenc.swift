import ArgumentParser

@main
struct Kenc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kenc",
        abstract: "Kubernetes secrets encrypted at rest: check, read, and rotate them",
    )
}
