import ArgumentParser

/// Says what kube-apiserver would say to a configuration.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "The API server's verdict on each file, plus advice",
    )

    @OptionGroup var display: DisplayOptions

    func run() async throws {
        throw Failure("not there yet")
    }
}
