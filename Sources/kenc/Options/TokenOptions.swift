import ArgumentParser
import Providers

/// The token of k3s or RKE2, which opens the configuration that lies inside the store.
struct TokenOptions: ParsableArguments {
    @Option(
        name: .customLong("k3s-token-file"),
        help: ArgumentHelp(
            "In place of --config: the server token of k3s or RKE2, which opens the configuration "
                + "that lies in the store itself.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    /// The file, with its option.
    var inputs: [(name: String, path: String?)] { [("--k3s-token-file", file)] }

    /// The token; nil where none is given.
    func token() throws -> ServerToken? {
        guard let file else { return nil }
        // Longer ones are none.
        var bytes = try FileBytes(file, limit: 4096)
        defer { bytes.wipe() }
        guard bytes.bytes.count <= 4096, let token = ServerToken(file: bytes.bytes.span) else {
            throw Failure(
                "\(ShownText.line(bytes.name)) holds no token",
                hint: "it is in server/token under /var/lib/rancher/k3s or /var/lib/rancher/rke2"
            )
        }
        return token
    }

    /// The configuration in the store; nil where no token is given.
    func load(_ store: StoreOptions, gates: FeatureGateOptions) async throws
        -> LoadedConfiguration?
    {
        guard let token = try token() else { return nil }
        let found = try await StoredBootstrap.find(token, in: store)
        return try found.configuration(gates: gates.parsed())
    }
}
