import ArgumentParser
import EtcdModel
import KubernetesModel
import Providers

/// Prints one object of a store.
struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Objects of a store, decrypted",
        discussion: """
            Prints objects as kubectl would: YAML or JSON, values of a Secret in base64. Without a \
            name it lists what there is of the resource, as 'kenc list' does; with several names, \
            or -o yaml and no name, it prints a List. -o name gives resource/name lines. -o raw \
            gives the exact bytes that were encrypted; --field takes one field out, and --decode \
            takes the base64 off it. -o jsonpath=TEMPLATE takes what a template of kubectl's takes. \
            All built-in kinds of Kubernetes are printed whole, and what \
            is stored as JSON or CBOR; what a newer server wrote is said, and -o raw has it. \
            Without --config only plaintext can be read.

            Exit status: 0 printed, 1 there is no such object, 2 it cannot be opened, or there is \
            nothing of what is listed.

            EXAMPLES
              kenc get secrets -n prod --snapshot backup.db
              kenc get secret db -n prod --snapshot backup.db --config encryption.yaml
              kenc get secret db -n prod --snapshot backup.db --config encryption.yaml \\
                --field data.password --decode
              kenc get secrets -A --snapshot backup.db --config encryption.yaml \\
                -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}'
              kenc get --etcd-key /registry/secrets/prod/db --dump all.json \\
                --config encryption.yaml -o json
            """,
    )

    @Argument(
        help: ArgumentHelp(
            "A resource as for kubectl, such as secret or deploy, and names of objects; or "
                + "resource/name.",
            valueName: "resource or name"
        )
    )
    var arguments: [String] = []

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

    @Flag(help: "Print bytes that are no text to a terminal all the same.")
    var force = false

    @Flag(help: "Keep metadata.managedFields.")
    var showManagedFields = false

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Get>
    @OptionGroup var display: DisplayOptions

    private var format: OutputFormat? { destination.format }

    func validate() throws {
        try StandardInput.checkReadOnce([
            configuration.config, configuration.token.file, storeOptions.dump,
        ])
        let inputs = storeOptions.inputs + configuration.inputs
        try destination.keepApart(from: inputs)
        try audit.keepApart(from: inputs + [("--output", destination.path)])
        if etcdKey != nil, !arguments.isEmpty {
            throw ValidationError("--etcd-key and a resource exclude each other")
        }
        if etcdKey == nil, arguments.isEmpty {
            throw ValidationError("name an object: RESOURCE NAME, or --etcd-key KEY")
        }
        if let key = arguments.first(where: { $0.hasPrefix("/") }) {
            throw ValidationError(
                "\(ShownText.line(key)) is an etcd key: name it with --etcd-key "
                    + ShownText.line(key)
            )
        }
        if !storeOptions.resources.isEmpty {
            throw ValidationError(
                "the resource is named without --resource here: get RESOURCE NAME"
            )
        }
        if decode, field == nil { throw ValidationError("--decode goes with --field") }
        if field != nil, let format, ![.yaml, .json].contains(format) {
            throw ValidationError("--field and -o \(format.rawValue) exclude each other")
        }
    }

    func run() async throws {
        try storeOptions.requireStore()
        let template = try template()
        let path = try field.map { text in
            do { return try ObjectPath(text) } catch { throw Failure.usage("--field: \(error)") }
        }
        let log = try audit.open("get", storeOptions.storeText)
        let chains = try await configuration.load(for: storeOptions)?.chains
        let wanted: WantedObjects =
            if let etcdKey {
                .objects([WantedObject(name: .etcdKey(Array(etcdKey.utf8)))])
            } else {
                try await WantedObjects(arguments, namespaces: storeOptions.namespaces) {
                    try await storeOptions.resolve($0, chains.map { [$0] } ?? [])
                }
            }
        switch wanted {
        case .objects(let objects): try await printNamed(objects, chains, path, template, log)
        case .all(let resources): try await printAll(resources, chains, path, template, log)
        }
    }

    private func printNamed(
        _ wanted: [WantedObject],
        _ chains: ResourceChains?,
        _ path: ObjectPath?,
        _ template: JSONPathTemplate?,
        _ log: AuditLog?,
    ) async throws {
        let store = try await OpenedStore.open(
            storeOptions,
            ordered: false,
            wanted: WantedKeys(wanted, prefix: EtcdPrefix(storeOptions.prefix))
        )
        if format == .table {
            throw Failure.usage("-o table and -o wide list a resource: leave the names out")
        }
        log?.identify(store)
        let found = try await find(wanted, in: store, chains).found
        try write(found, path, template, isList: found.count > 1, log)
    }

    private func printAll(
        _ resources: [GroupResource],
        _ chains: ResourceChains?,
        _ path: ObjectPath?,
        _ template: JSONPathTemplate?,
        _ log: AuditLog?,
    ) async throws {
        var options = storeOptions
        options.resources = resources.map(\.description)
        if format == nil && path == nil || format == .table {
            let walk = try log?.walk(options.filters)
            return try await AuditedWalk.around(walk) {
                try await ListCommand.list(
                    options,
                    chains,
                    format: .table,
                    destination.open(),
                    display,
                    walk
                )
            }.endAsCommand(check: false)
        }
        let store = try await OpenedStore.open(options, ordered: true)
        log?.identify(store)
        let (found, seen) = try await find(nil, in: store, chains)
        let isUnmet = store.sayMissing(seen)
        try write(found, path, template, isList: true, log)
        if isUnmet { throw FoundSomething() }
    }

    /// Prints what was found; what cannot be opened is said, and the rest printed all the same.
    private func write(
        _ found: [FoundObject],
        _ path: ObjectPath?,
        _ template: JSONPathTemplate?,
        isList: Bool,
        _ log: AuditLog?,
    ) throws {
        if isList, format == .raw || path != nil {
            throw Failure.usage(
                "\(path == nil ? "-o raw" : "--field") takes one object, and there are "
                    + "\(found.count)",
                hint: "name one: get RESOURCE NAME"
            )
        }
        try log?.show(found.map(\.audited))
        if format == .name {
            return try destination.write { output in
                for object in found { try output.write(object.nameText + "\n") }
            }
        }
        let closed = found.filter { $0.failure != nil }
        for object in closed {
            guard let failure = object.failure else { continue }
            StandardError.error(
                "\(ShownText.line(object.keyText)): \(ShownText.line(failure.message))",
                hint: failure.hint
            )
        }
        let opened = found.filter { $0.failure == nil }
        for object in opened {
            guard let doubt = object.doubt else { continue }
            StandardError.warning("\(ShownText.line(object.keyText)): \(doubt)")
        }
        if !isList, opened.isEmpty { throw FoundSomething() }
        try destination.write { output in
            let text: [UInt8] =
                if let template {
                    try render(template, isList ? list(opened).0 : tree(opened[0]).0)
                } else {
                    try isList ? printList(opened) : print(opened[0], path)
                }
            if format == .raw || path != nil || template != nil {
                try output.checkHarmless(
                    text,
                    force: force,
                    instead: "show the object with -o yaml"
                )
            }
            try output.write(text)
        }
        if !closed.isEmpty { throw FoundSomething() }
    }

    private func template() throws -> JSONPathTemplate? {
        guard let text = destination.template else { return nil }
        do throws(JSONPathError) { return try JSONPathTemplate(text) } catch {
            throw Failure.usage(
                "-o jsonpath: \(ShownText.line(error.description))",
                hint: "write for example '{.data.password}' or '{.items[*].metadata.name}'"
            )
        }
    }

    private func render(_ template: JSONPathTemplate, _ tree: KubernetesValue) throws -> [UInt8] {
        do throws(JSONPathError) { return try template.render(tree) } catch {
            throw Failure("-o jsonpath: \(ShownText.line(error.description))")
        }
    }

    private func printList(_ found: [FoundObject]) throws -> [UInt8] {
        let (list, comments) = try list(found)
        return format == .json
            ? ObjectJSON.render(list) : Array(comments.utf8) + (try ObjectYAML.render(list))
    }

    /// A List, as kubectl prints several objects, and what there is to say above it.
    private func list(_ found: [FoundObject]) throws -> (KubernetesValue, comments: String) {
        var comments = ""
        var items: [KubernetesValue] = []
        for object in found {
            let (tree, decoded) = try tree(object)
            let unknown = UnknownFieldsText(decoded)
            unknown?.warn(about: object.keyText)
            ObjectText.sayIncomplete(decoded)
            comments += unknown?.comments ?? ""
            items.append(format == .json ? unknown?.added(to: tree) ?? tree : tree)
        }
        let list = KubernetesValue.object([
            .init(key: "apiVersion", value: .string("v1")),
            .init(key: "items", value: .array(items)),
            .init(key: "kind", value: .string("List")),
            .init(
                key: "metadata",
                value: .object([.init(key: "resourceVersion", value: .string(""))])
            ),
        ])
        return (list, comments)
    }

    private func tree(_ found: FoundObject) throws -> (KubernetesValue, StoredObject) {
        do throws(ObjectError) {
            let object = try StoredObject(plaintext: found.plaintext.span)
            let tree = object.tree(modRevision: found.revision, managedFields: showManagedFields)
            return (tree, object)
        } catch {
            throw Failure(
                "\(ShownText.line(found.keyText)): \(error)",
                hint: "-o raw prints the bytes as they are"
            )
        }
    }

    private func print(_ found: FoundObject, _ path: ObjectPath?) throws -> [UInt8] {
        if format == .raw { return found.plaintext }
        let (tree, object) = try tree(found)
        let unknown = UnknownFieldsText(object)
        unknown?.warn(about: found.keyText)
        if let path { return try FieldText.render(tree, path, decode: decode, found, object) }
        ObjectText.sayIncomplete(object)
        return try ObjectText.render(tree, unknown, isJSON: format == .json)
    }
}

extension FoundObject {
    /// `secret/db`, `deployment.apps/web`, as kubectl's -o name.
    fileprivate var nameText: String {
        guard let resource else { return ShownText.line(keyText) }
        return "\(resource.singularDescription)/\(ShownText.line(name))"
    }
}
