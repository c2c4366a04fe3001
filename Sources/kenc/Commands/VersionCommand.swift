import ArgumentParser

/// Which kenc this is, and what is built into it.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Which kenc this is, and what is built in",
        discussion: """
            Names the version, the commit where it was given to the build, whether kenc can talk to \
            a live etcd, API servers and kms plugins, and the libraries that it runs with.

            EXAMPLES
              kenc version
              kenc version -o json
            """,
    )

    @OptionGroup var destination: OutputOptions<Formats.Report>

    func run() async throws {
        try destination.write(VersionReport())
    }
}

/// What `kenc version` tells.
private struct VersionReport: PrintedReport {
    enum CodingKeys: String, CodingKey {
        case version
        case commit
        case traits
        case live
        case libraries
    }

    private let libraries = LinkedLibraries.versions

    var text: String {
        var text = Version.text + (Version.commit.map { ", commit \($0)" } ?? "") + "\n"
        text += "live etcd, API servers and kms plugins: "
        text += Version.isLive ? "built in\n" : "not built in (build with --traits Etcd)\n"
        for (name, version) in libraries { text += "\(name) \(version)\n" }
        return text
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Version.number, forKey: .version)
        // Null where nobody told the build.
        try container.encode(Version.commit, forKey: .commit)
        try container.encode(Version.isLive ? ["Etcd"] : [], forKey: .traits)
        try container.encode(Version.isLive, forKey: .live)
        try container.encode(
            Dictionary(uniqueKeysWithValues: libraries.map { ($0.lowercased(), $1) }),
            forKey: .libraries
        )
    }
}
