/// Makes a ``ServerReport`` of a text of metrics that comes piece by piece.
public struct ServerReportReader: Sendable {
    /// How many distinct counters of writes are kept.
    static let maximumCounters = 100_000

    /// Gates that came with 1.34: a server that lists one is not older.
    private static let gatesOf134: Set<String> = [
        "ContainerRestartRules", "DRAConsumableCapacity", "DRAExtendedResource", "HostnameOverride",
    ]

    private static let controller = "apiserver_encryption_config_controller_"
    private static let keyID = "apiserver_envelope_encryption_key_id_hash_"

    private static let operations = "apiserver_storage_transformation_operations_total"

    private var lines = ExpositionReader(
        namesStartingWith: [
            controller, keyID, operations, "kubernetes_build_info", "kubernetes_feature_enabled",
            "process_start_time_seconds",
            // These two only name their server, also where nothing else does.
            "apiserver_authentication_config_controller_",
            "apiserver_authorization_config_controller_",
        ],
        sign: "apiserver_"
    )
    private var report = ServerReport()
    private var applied: Set<String> = []
    private var pluginKeys: [ServerReport.PluginKey: Moment] = [:]
    private var isTooLarge = false

    /// Starts an empty report.
    public init() {}

    /// Reads the next piece of the text.
    public mutating func read(_ piece: Span<UInt8>) {
        // The samples go through a list, since a reader cannot lend and change itself.
        var samples: [MetricSample] = []
        lines.read(piece) { samples.append($0) }
        for sample in samples { add(sample) }
    }

    /// The report, once the whole text was read.
    ///
    /// - Parameter wasCutOff: Whether whoever brought the text knows that more should have come.
    /// - Returns: What the text says, and what is wrong with it.
    public consuming func finish(wasCutOff: Bool = false) -> ServerReport {
        switch applied.count {
        case 0: report.appliedFile = .untold
        case 1:
            let hash = applied.first.flatMap { ContentHash($0) }
            report.appliedFile = hash.map { .hash($0) } ?? .unclear
        default: report.appliedFile = .unclear
        }
        if case .unknown = report.release, !applied.isEmpty { report.release = .tells(nil) }
        report.pluginKeys = newestKeys()
        report.damage = damage(wasCutOff)
        return report
    }

    private func damage(_ wasCutOff: Bool) -> TextDamage? {
        if lines.byteCount == 0 { return .empty }
        if wasCutOff || !lines.endsWithLine { return .cutOff }
        if report.identityHashes.count > 1 { return .severalServers }
        if lines.unreadableLines > 0 { return .unreadableLines(lines.unreadableLines) }
        if isTooLarge { return .tooLarge }
        return lines.hasSign ? nil : .noAPIServer
    }

    private mutating func add(_ sample: MetricSample) {
        switch sample.name {
        case "process_start_time_seconds": report.processStart = Moment(sample.value)
        case "kubernetes_build_info": addRelease(sample)
        case "kubernetes_feature_enabled":
            if case .unknown = report.release, Self.gatesOf134.contains(sample["name"]) {
                report.release = .tells(nil)
            }
        default:
            // Every metric with the label is about the server itself.
            if let hash = ContentHash(sample["apiserver_id_hash"]) {
                report.identityHashes.insert(hash)
            }
            if sample.name.hasPrefix(Self.controller) {
                addController(sample)
            } else if sample.name.hasPrefix(Self.keyID) {
                addPluginKey(sample)
            } else if sample.name == Self.operations {
                addOperations(sample)
            }
        }
    }

    private mutating func addRelease(_ sample: MetricSample) {
        let digits = { (text: String) in Int(text.prefix { ("0"..."9").contains($0) }) }
        guard let major = digits(sample["major"]), let minor = digits(sample["minor"]) else {
            return
        }
        report.release = ServerReport.Release(major: major, minor: minor)
    }

    private mutating func addController(_ sample: MetricSample) {
        let name = sample.name.dropFirst(Self.controller.count)
        if name == "last_config_info" {
            if sample.value == 1 { applied.insert(sample["hash"]) }
            return
        }
        guard name.hasPrefix("automatic_reload") else { return }
        report.reload.isOn = true
        report.showsConfiguration = true
        let count = Int(exactly: sample.value.rounded()) ?? 0
        switch (name, sample["status"]) {
        case ("automatic_reloads_total", "success"), ("automatic_reload_success_total", _):
            report.reload.successes = max(report.reload.successes, count)
        case ("automatic_reloads_total", "failure"), ("automatic_reload_failures_total", _):
            report.reload.failures = max(report.reload.failures, count)
        case ("automatic_reload_last_timestamp_seconds", "success"):
            report.reload.lastSuccess = Moment(sample.value)
        case ("automatic_reload_last_timestamp_seconds", "failure"):
            report.reload.lastFailure = Moment(sample.value)
        default: break
        }
    }

    private mutating func addOperations(_ sample: MetricSample) {
        // Something is counted only where a resource has a chain.
        if !sample["resource"].isEmpty || !sample["transformer_prefix"].isEmpty {
            report.showsConfiguration = true
        }
        guard sample["transformation_type"] == "to_storage", sample["status"] == "OK",
            sample.value > 0
        else { return }
        let label = WriteCounters.Label(
            resource: sample["resource"],
            prefix: sample["transformer_prefix"]
        )
        guard report.writes.counts.count < Self.maximumCounters else {
            isTooLarge = true
            return
        }
        report.writes.counts[label] = sample.value
    }

    private mutating func addPluginKey(_ sample: MetricSample) {
        report.showsConfiguration = true
        // Reads go on with old keys: only writes and the plugin's own word tell the present one.
        let isStatus = sample.name.hasSuffix("_status_last_timestamp_seconds")
        let isWrite =
            sample.name.hasSuffix("_hash_last_timestamp_seconds")
            && sample["transformation_type"] == "to_storage"
        guard isStatus || isWrite, let hash = ContentHash(sample["key_id_hash"]),
            let seen = Moment(sample.value), pluginKeys.count < 1000
        else { return }
        let key = ServerReport.PluginKey(plugin: sample["provider_name"], keyIDHash: hash)
        pluginKeys[key] = max(pluginKeys[key] ?? seen, seen)
    }

    private func newestKeys() -> [ServerReport.PluginKey] {
        var newest: [String: ServerReport.PluginKey] = [:]
        for (key, seen) in pluginKeys {
            if let other = newest[key.plugin]?.lastSeen, other > seen { continue }
            newest[key.plugin] = .init(plugin: key.plugin, keyIDHash: key.keyIDHash, lastSeen: seen)
        }
        return newest.values.sorted { $0.plugin < $1.plugin }
    }
}

extension ServerReport.Release {
    /// What a release of these numbers tells.
    public init(major: Int, minor: Int) {
        let text = "\(major).\(minor)"
        self = (major, minor) >= (1, 34) ? .tells(text) : .doesNotTell(text)
    }
}
