import ArgumentParser

/// What is about KMS plugins.
struct KMSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kms",
        abstract: "KMS plugins: whether they work",
        subcommands: [KMSCheckCommand.self],
    )
}
