import ArgumentParser

/// One value from standard input or a file.
struct SingleValueOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A file that holds one value; standard input by default.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp(
            "How the value is written: auto, raw, base64, hex or hexdump (also of xxd and od).",
            valueName: "form"
        )
    )
    var form: ValueForm = .auto

    /// The file, or `-` for standard input.
    var path: String { file ?? "-" }

    func read() throws -> SingleValue {
        if path == "-" { StandardInput.announce("the value") }
        let value = try SingleValue.read(path, form: form)
        let name = path == "-" ? "standard input" : ShownText.line(path)
        if !value.forms.isEmpty {
            StandardError.note("\(name) is read as \(HandedFormText.words(value.forms))")
        }
        if value.isLineFeedTaken {
            StandardError.note(
                "\(name) is read without the line feed that etcdctl --print-value-only adds"
            )
        }
        return value
    }
}
