import ArgumentParser

/// Where a command writes down what it opens.
struct AuditOptions: ParsableArguments {
    @Option(
        file:
            "Append to a log, before it is shown, what was opened by whom (audit.k8s.io/v1 Events)."
    )
    var auditLog: String?

    /// Refuses to append to what the command reads or writes.
    func keepApart(from files: [(name: String, path: String?)]) throws {
        guard let auditLog else { return }
        if let same = files.first(where: { $0.path == auditLog }) {
            throw ValidationError(
                "--audit-log and \(same.name) name one file: \(ShownText.line(auditLog))"
            )
        }
        try FileClash.check(("--audit-log", auditLog), files)
    }

    /// Opens the log; nil where none is asked for.
    ///
    /// - Parameters:
    ///   - command: Its name, for the events' user agent.
    ///   - store: Where the values come from.
    /// - Returns: The log, opened.
    /// - Throws: `Failure` where nothing can be appended, so that nothing is opened.
    func open(_ command: String, _ store: String) throws -> AuditLog? {
        try auditLog.map { try AuditLog($0, command: command, store: store) }
    }

    /// The same for a command that opens values of a store and shows none of them: the log says that
    /// it begins.
    func walk(_ command: String, _ options: StoreOptions) throws -> AuditedWalk? {
        try open(command, options.storeText)?.walk(options.filters)
    }
}

extension StoreOptions {
    /// The store in a few words.
    var storeText: String {
        if let dump { return "dump \(dump)" }
        if let snapshot { return "snapshot \(snapshot)" }
        let endpoints = live.endpoints ?? Environment.value("ETCDCTL_ENDPOINTS")
        return "etcd \(endpoints ?? "")"
    }
}
