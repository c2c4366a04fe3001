import ArgumentParser

/// When to colour.
enum ColorWish: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto
    case always
    case never
}

/// When to show progress.
enum ProgressWish: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto
    case plain
    case none
}

/// How a command looks, whatever it says.
struct DisplayOptions: ParsableArguments {
    @Option(help: "Progress on standard error: auto, plain or none.")
    var progress: ProgressWish = .auto

    @Option(help: "Colour: auto, always or never. NO_COLOR is respected.")
    var color: ColorWish = .auto

    func validate() throws {
        Style.set(color)
    }
}
