import ArgumentParser

/// In which form a command tells what it did that makes a file of another kind.
struct ReportFormat: ParsableArguments {
    @Option(
        name: .customShort("o", allowingJoined: true),
        help: ArgumentHelp("Output: \(Formats.Report.help).", valueName: "format")
    )
    var chosen: ChosenFormat<Formats.Report>?

    func validate() throws {
        Screen.set(isWide: chosen?.format == .wide, isFile: false)
    }

    func write(_ report: some Encodable, text: @escaping () throws -> String) throws {
        let format = chosen?.format ?? .table
        try StandardOutput.write(bytes: Array(format.render(report, text: text).utf8))
    }
}
