import ArgumentParser

/// The file that an edit reads, and where the result goes.
struct EditOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The configuration; '-' is standard input.", valueName: "file"),
        completion: .file(),
    )
    var file: String

    @OptionGroup var gates: FeatureGateOptions

    @Flag(help: "Put the result in the file's place, whole or not at all.")
    var inPlace = false

    @OptionGroup var destination: OutputOptions<Formats.File>

    func validate() throws {
        try destination.keepApart(from: [("the configuration, which --in-place is for,", file)])
        if inPlace, destination.output != nil {
            throw ValidationError("--in-place and --output name two places for the result")
        }
        try destination.keepApart(from: [("the file to edit (--in-place replaces it)", file)])
        if inPlace, file == "-" {
            throw ValidationError("--in-place needs a file, and '-' is standard input")
        }
    }
}

/// Which key an edit is about.
struct KeyOptions: ParsableArguments {
    @Option(
        help:
            "The resource whose entry to edit: the first that names it, else '*.group', else '*.*'."
    )
    var resource: String?

    @Option(
        help: ArgumentHelp("aescbc, aesgcm, secretbox or kms.", valueName: "kind")
    )
    var provider: String?
}
