import ArgumentParser
import Survey

/// Which store a command walks, and which part of it.
struct StoreOptions: ParsableArguments {
    @Option(file: "Output of 'etcdctl get … -w json'; - for standard input.")
    var dump: String?

    @Option(file: "An etcd snapshot, or a copied member/snap/db.")
    var snapshot: String?

    @OptionGroup(title: "Live etcd") var live: EndpointOptions

    @Option(help: "The API server's --etcd-prefix.")
    var prefix = "/registry"

    @Option(
        name: .customLong("resource"),
        help: ArgumentHelp(
            "Only these resources, named as for kubectl: secrets, deploy, deployments.apps; "
                + "repeatable, or several with commas.",
            valueName: "resource"
        )
    )
    var resources: [String] = []

    @Option(
        name: [.customShort("n"), .customLong("namespace")],
        help: "Only this namespace; repeatable."
    )
    var namespaces: [String] = []

    @Flag(name: [.customShort("A"), .long], help: "All namespaces, as without -n.")
    var allNamespaces = false

    @Option(help: "The revision of a snapshot to read; by default the newest.")
    var revision: Int64?

    @Flag(help: "Read a snapshot although its hash does not fit.")
    var skipHashCheck = false

    @Option(help: .hidden)
    var workers: Int?

    func validate() throws {
        let named = [
            ("--dump", dump != nil), ("--snapshot", snapshot != nil),
            ("--endpoints", live.endpoints != nil),
        ].filter(\.1).map(\.0)
        if named.count > 1 {
            throw ValidationError(
                "\(named[0]) and \(named[1]) exclude each other: one store per call"
            )
        }
        if let file = named.first, file != "--endpoints", let other = live.others.first {
            throw ValidationError(
                "\(file) and \(other) exclude each other: \(other) is for a live etcd"
            )
        }
        if snapshot == nil, revision != nil || skipHashCheck {
            let name = revision != nil ? "--revision" : "--skip-hash-check"
            throw ValidationError("\(name) is about a snapshot and goes with --snapshot")
        }
        try ResourceNames.check(resources)
        if allNamespaces, let namespace = namespaces.first {
            throw ValidationError("-A and -n \(ShownText.line(namespace)) exclude each other")
        }
        if namespaces.contains("") { throw ValidationError("-n takes the name of a namespace") }
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 1024")
        }
    }

    var workerCount: Int { workers ?? Processors.count }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        [("--dump", dump), ("--snapshot", snapshot)] + live.inputs
    }

    /// Whether the command line names a store.
    var isGiven: Bool { dump != nil || snapshot != nil || live.endpoints != nil }

    /// Whether it is a live etcd: named by an option, or by the environment where nothing else is.
    var isLive: Bool {
        live.endpoints != nil
            || dump == nil && snapshot == nil && LiveConnection.isInEnvironment
    }

    /// Ends a command that cannot do without a store, before anything is read.
    func requireStore() throws {
        guard !isGiven, !isLive else { return }
        throw Failure.usage(
            "no store is named",
            hint: "name one with --dump FILE (etcdctl get … -w json), --snapshot FILE or "
                + "--endpoints URL"
        )
    }

    /// Which objects count.
    var filter: EntryFilter {
        EntryFilter(resources: resources, namespaces: namespaces)
    }

    /// The filters in force, as the person wrote them.
    var filters: [String] {
        resources.map { "--resource \($0)" } + namespaces.map { "--namespace \($0)" }
    }
}
