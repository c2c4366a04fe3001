import EncryptionConfig

/// The configuration in force, which a plan begins with.
struct PlanStart {
    /// The file, or the etcd key under which k3s and RKE2 keep it.
    let name: String
    let loaded: LoadedConfiguration
    let source: ConfigurationSource
    /// Whether it lies in the store: then nobody has it as a file.
    let isInStore: Bool

    init(path: String, gates: FeatureGates) throws {
        name = path
        loaded = try LoadedConfiguration(path: path, gates: gates)
        source = try Self.source(of: path, gates)
        isInStore = false
    }

    init(_ bootstrap: StoredBootstrap, gates: FeatureGates) throws {
        let name = bootstrap.name
        self.name = name
        loaded = try bootstrap.configuration(gates: gates)
        let text = try bootstrap.configurationText()
        source = try Failure.wordingRefusal(in: ShownText.line(name)) {
            try ConfigurationSource(text, featureGates: gates)
        }
        isInStore = true
    }

    /// The configuration of a file as a text to edit.
    static func source(of path: String, _ gates: FeatureGates) throws -> ConfigurationSource {
        let bytes = try FileBytes.read(path, limit: ConfigurationValidator.maximumBytes)
        return try Failure.wordingRefusal(in: ShownText.line(path)) {
            try ConfigurationSource(bytes, featureGates: gates)
        }
    }

    /// Ends a plan whose last file could not take the place of the one in the store.
    func check(_ target: ConfigurationSource?, at path: String?) throws {
        guard isInStore, let target, let path else { return }
        try StoredBootstrap.requireJSON(target.bytes.span, ShownText.line(path))
    }

    /// What becomes of the plan's files, where kenc knows less of it than elsewhere.
    ///
    /// As in k3s: `pkg/cluster`, which writes the files of every server from the store.
    var note: String? {
        guard isInStore else { return nil }
        return "k3s and RKE2 write each server's encryption-config.json from \(name) in the store. "
            + "Whether and how they take one of these files instead, kenc does not know, and it "
            + "writes nothing under that key in a live etcd: go on with a stage only when "
            + "'kenc fleet' shows the file before it on every server. 'kenc snapshot rekey' puts a file into a backup that is to be "
            + "restored."
    }
}
