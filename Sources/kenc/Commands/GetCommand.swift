import ArgumentParser
import EtcdModel
import KubernetesModel
import Rotation

/// Prints one object of a store.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "One object of a store, decrypted",
        discussion: """
            Prints the object as kubectl would: YAML or JSON, values of a Secret in base64. -o raw \
            gives the exact bytes that were encrypted; --field takes one field out, and --decode \
            takes the base64 off it. All built-in kinds of Kubernetes are printed whole, and what \
            is stored as JSON or CBOR; what a newer server wrote is said, and -o raw has it. \
            Without --config only plaintext can be read.

            Exit status: 0 printed, 1 there is no such object, 2 it cannot be opened.

            EXAMPLES
              kenc get secret db -n prod --snapshot backup.db --config encryption.yaml
              kenc get secret db -n prod --snapshot backup.db --config encryption.yaml \\
                --field data.password --decode
              kenc get --etcd-key /registry/secrets/prod/db --dump all.json \\
                --config encryption.yaml -o json
            """,
    )

    @Argument(
        help: ArgumentHelp(
            "The resource, such as secrets or deployments.apps, or resource/name.",
            valueName: "resource"
        )
    )
    var resource: String?

    @Argument(help: ArgumentHelp("The object's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The object's complete etcd key.", valueName: "key"))
    var etcdKey: String?

    @OptionGroup var configuration: OptionalConfigurationOptions
    @OptionGroup var storeOptions: StoreOptions

    @Option(
        help: ArgumentHelp(
            "One field, such as data.password or data['tls.crt'].",
            valueName: "path"
        )
    )
    var field: String?

    @Flag(help: "Take the base64 off the field.")
    var decode = false

    @Flag(help: "Keep metadata.managedFields.")
    var showManagedFields = false

    @OptionGroup var destination: OutputOptions<Formats.Get>
    @OptionGroup var display: DisplayOptions

    private var format: OutputFormat { destination.format ?? .yaml }

    func validate() throws {
        try StandardInput.checkReadOnce([configuration.config, storeOptions.dump])
        try destination.keepApart(
            from: storeOptions.inputs + [("--config", configuration.config)]
        )
        if etcdKey != nil, resource != nil {
            throw ValidationError("--etcd-key and a resource exclude each other")
        }
        if etcdKey == nil, resource == nil {
            throw ValidationError("name an object: RESOURCE NAME, or --etcd-key KEY")
        }
        if !storeOptions.resources.isEmpty {
            throw ValidationError(
                "the resource is named without --resource here: get RESOURCE NAME"
            )
        }
        if decode, field == nil { throw ValidationError("--decode goes with --field") }
        if field != nil, format == .raw {
            throw ValidationError("--field and -o raw exclude each other")
        }
    }

    func run() async throws {
        try storeOptions.requireStore()
        let wanted = try WantedObject(
            resource: resource,
            name: name,
            etcdKey: etcdKey,
            namespace: storeOptions.namespace
        )
        let path = try field.map { text in
            do { return try ObjectPath(text) } catch { throw Failure.usage("--field: \(error)") }
        }
        let chains = try configuration.load()?.chains
        let store = try await OpenedStore.open(
            storeOptions,
            ordered: false,
            wanted: WantedKeys(wanted, prefix: EtcdPrefix(storeOptions.prefix))
        )
        let found = try await find(wanted, in: store, chains)
        if let failure = found.failure {
            StandardError.error(
                "\(ShownText.line(found.keyText)): \(ShownText.line(failure.message))",
                hint: failure.hint
            )
            throw FoundSomething()
        }
        if let doubt = found.doubt {
            StandardError.warning("\(ShownText.line(found.keyText)): \(doubt)")
        }
        try destination.write { output in try output.write(print(found, path)) }
    }

    private func print(_ found: FoundObject, _ path: ObjectPath?) throws -> [UInt8] {
        if format == .raw { return found.plaintext }
        let object: StoredObject
        do throws(ObjectError) {
            object = try StoredObject(plaintext: found.plaintext.span)
        } catch {
            throw Failure(
                "\(ShownText.line(found.keyText)): \(error)",
                hint: "-o raw prints the bytes as they are"
            )
        }
        let tree = object.tree(modRevision: found.revision, managedFields: showManagedFields)
        let unknown = UnknownFieldsText(object)
        unknown?.warn(about: found.keyText)
        if let path { return try FieldText.render(tree, path, decode: decode, found, object) }
        if !object.isComplete {
            let kind = ShownText.line("\(object.apiVersion) \(object.kind)")
            StandardError.note(
                "\(kind) is no built-in kind of Kubernetes "
                    + "\(StoredObject.kindsVersion): only its metadata is decoded; "
                    + "-o raw has all of it"
            )
        }
        return try format.render(
            json: { ObjectJSON.render(unknown?.added(to: tree) ?? tree) },
            yaml: { Array(((unknown?.comments ?? "") + (try ObjectYAML.render(tree))).utf8) }
        )
    }
}
