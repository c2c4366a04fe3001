import DurableFiles
import EncryptionConfig
import KeyMaterial
import KubernetesModel

/// A configuration that is being edited.
struct EditedFile {
    /// For messages.
    let name: String
    private(set) var contents: EditableConfiguration
    private let source: ConfigurationSource
    private let options: EditOptions

    init(_ options: EditOptions) throws {
        let gates = try options.gates.parsed()
        let file = try FileBytes(options.file, limit: ConfigurationValidator.maximumBytes)
        name = ShownText.line(file.name)
        self.options = options
        do throws(EditRefusal) {
            source = try ConfigurationSource(file.bytes, featureGates: gates)
        } catch {
            if error == .invalid {
                let report = try ConfigurationValidator(featureGates: gates).validate(file.bytes)
                let text = FindingsText(style: .standardError)
                StandardError.write(text.render(JudgedFile(file: options.file, report: report)))
                throw FoundSomething()
            }
            throw Failure(refusal: error, in: name)
        }
        contents = source.contents
    }

    /// The resource that an option names, or the only one there can be.
    func resource(_ text: String?) throws -> ResourceSelector {
        if let text { return try ResourceArgument.selector(text, known: source.contents) }
        let entries = source.contents.entries
        guard entries.count == 1, let name = entries[0].resources.first else {
            throw Failure.usage(
                "\(name) has \(entries.count) entries: which one is to be edited?",
                hint: "name a resource of it with --resource, as in --resource secrets"
            )
        }
        return name.selector
    }

    /// Changes the contents and writes the file, or says why that cannot be.
    mutating func edit<Result>(
        _ change: (inout EditableConfiguration) throws -> Result
    ) throws -> Result {
        let result = try Failure.wordingRefusal(in: name) { try change(&contents) }
        try write()
        return result
    }

    /// Writes the edited file to where it is wanted.
    private func write() throws {
        var bytes = try Failure.wordingRefusal(in: name) { try source.rewritten(as: contents) }
        defer { wipe(&bytes) }
        guard options.inPlace else {
            try options.destination.write { try $0.write(bytes) }
            return
        }
        guard bytes != source.bytes else { return }
        let output = try WholeFile(replacing: options.file)
        try output.write(bytes)
        try output.finish()
        StandardError.note(
            "\(name) is a new file now: a container that mounts it as a single file still has the "
                + "old one"
        )
    }
}
