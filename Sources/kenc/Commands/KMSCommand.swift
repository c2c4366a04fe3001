import ArgumentParser

/// What is about KMS plugins.
struct KMSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kms",
        abstract: "KMS plugins: whether they work, and a sealed copy of a store's data keys",
        subcommands: [KMSCheckCommand.self, KMSUnwrapCommand.self, KMSKeypairCommand.self],
    )
}
