import ArgumentParser
import EncryptionConfig
import KubernetesModel
import Providers

/// Says what a stored value is, from its header alone.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "What a stored value is, from its header alone; needs no key",
        usage: "kenc inspect [<file>] [<options>]",
        discussion: """
            The value may be raw, base64, hex, pasted from hexdump, xxd or od, in quotes, or what \
            'etcdctl get' prints in any of its formats; what it was read as is said.

            Exit status: 0 told, 1 the input could not be read, 2 it does not look like a stored \
            value.

            EXAMPLES
              etcdctl get /registry/secrets/default/db --print-value-only | kenc inspect
              etcdctl get /registry/secrets/default/db | hexdump -C | kenc inspect
              kenc inspect value.bin -o json
            """,
    )

    @OptionGroup var input: SingleValueOptions

    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try destination.keepApart(from: [("the value's file", input.path)])
    }

    func run() async throws {
        let value = try input.read()
        let report = Report(value.bytes)
        if value.endsInLineFeed {
            StandardError.note(
                "the last byte is a line feed, which may be of etcdctl --print-value-only; it is "
                    + "counted"
            )
        }
        try destination.write(report)
        guard let oddity = value.oddity else { return }
        oddity.warn()
        throw FoundSomething()
    }

    struct Report: PrintedReport {
        let encryption: String
        let version: String?
        let keyName: String?
        /// Of kms version 2: which KEK, and what it wrapped.
        let keyID: String?
        let dekSourceType: String?
        /// Of kms: the value is cut off or damaged.
        let malformed: Bool?
        let bytes: Int
        let format: String?

        init(_ stored: [UInt8]) {
            let header = StoredHeader(stored.span)
            encryption = header.kind.rawValue
            version = header.versionText(in: stored.span)
            keyName = header.keyName(in: stored.span)?.description
            let isPlugins = header.kind == .known(.kms)
            let envelope = isPlugins ? Envelope(stored.span) : nil
            keyID = envelope?.keyID(in: stored.span)?.text
            dekSourceType = envelope?.version == .v2 ? envelope?.content.name : nil
            malformed = isPlugins && envelope == nil ? true : nil
            bytes = stored.count
            format =
                header.kind == .known(.identity) ? StoredFormat(of: stored.span).rawValue : nil
        }

        var text: String {
            var table = Table([
                .text("ENCRYPTION"), .text("VERSION"), .text("KEY", least: 12), .text("FORMAT"),
                .number("BYTES"),
            ])
            table.add([
                encryption, ShownText.line(version ?? "-"), ShownText.line(keyName ?? "-"),
                format ?? "-", Numbers.grouped(bytes),
            ])
            var text = table.render()
            if let keyID {
                text += "key id \(ShownText.told(keyID)), DEK source \(dekSourceType ?? "")\n"
            }
            if malformed == true {
                text += "the envelope does not parse: the value is cut off or damaged\n"
            }
            return text
        }
    }
}
