import EtcdModel
import KubernetesModel
import Providers
import Survey

/// `scan -o prometheus`: what a store is on, in numbers that alerts are made of.
///
/// Values are counted by key in one metric and by state in others, so that each sums up to
/// something; plaintext is current under one chain and stale under another.
struct ScanMetrics {
    let survey: Survey
    let evidence: Evidence
    /// The name of the configuration that values were judged by.
    let hash: String?

    /// The metrics at a time of day, in seconds since 1970.
    func text(at time: Int64) -> String {
        let labels = MetricLabels(survey)
        var metrics = Exposition()
        addKeys(labels, to: &metrics)
        addStates(labels, to: &metrics)
        metrics.add(
            "kenc_system_values",
            "Values of etcd keys that API servers never encrypt.",
            survey.system
        )
        metrics.add(
            "kenc_unknown_values",
            "Values of etcd keys that stand for no known resource.",
            survey.unknown
        )
        if let hash {
            metrics.add(
                "kenc_config_info",
                "The configuration that values were judged by, as API servers name it.",
                [([("hash", hash)], 1)]
            )
        }
        addScan(time, to: &metrics)
        return metrics.text
    }

    private func addKeys(_ labels: MetricLabels, to metrics: inout Exposition) {
        var volumes: [[String]: Volume] = [:]
        for (resource, tally) in survey.sortedResources {
            for (key, volume) in tally.by {
                let place = [
                    labels.name(resource), key.kind.rawValue, labels.name(key, of: resource),
                ]
                volumes[place, default: Volume()].values += volume.values
                volumes[place, default: Volume()].bytes += volume.bytes
            }
        }
        let rows = volumes.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            place,
            volume in
            (zip(["resource", "provider", "key"], place).map { (name: $0, value: $1) }, volume)
        }
        metrics.add(
            "kenc_values",
            "Stored values by the provider and key that they are on.",
            rows.map { ($0, $1.values) }
        )
        metrics.add(
            "kenc_value_bytes",
            "Stored bytes of the values by the provider and key that they are on.",
            rows.map { ($0, $1.bytes) }
        )
    }

    private func addStates(_ labels: MetricLabels, to metrics: inout Exposition) {
        func add(_ state: String, _ help: String, _ count: (ResourceTally) -> Int) {
            var counts: [String: Int] = [:]
            for (resource, tally) in survey.resources {
                counts[labels.name(resource), default: 0] += count(tally)
            }
            metrics.add(
                "kenc_\(state)_values",
                help,
                counts.sorted { $0.key < $1.key }.map { ([("resource", $0)], $1) }
            )
        }
        if hash != nil {
            add("current", "Values on what the configuration writes with.") { $0.current }
            add("stale", "Values that can be read, on anything else.") { $0.stale }
        }
        add("unreadable", "Values that cannot be read.") { $0.unreadable }
        add("plaintext", "Values that are stored without encryption.") { $0.plaintext }
    }

    private func addScan(_ time: Int64, to metrics: inout Exposition) {
        metrics.add(
            "kenc_scan_info",
            "The kind of store, whether its hash was compared, and the version of kenc.",
            [
                (
                    [
                        ("store", evidence.store.kind.rawValue),
                        ("integrity", evidence.store.integrity.rawValue),
                        ("version", Version.number),
                    ], 1
                )
            ]
        )
        metrics.add(
            "kenc_scan_whole",
            "Whether all of the store was seen, at one revision: 1 or 0.",
            evidence.isWhole ? 1 : 0
        )
        if let revision = evidence.store.revision {
            metrics.add("kenc_scan_revision", "The revision of the store.", revision.rawValue)
        }
        metrics.add(
            "kenc_scan_timestamp_seconds",
            "When the scan ended, in seconds since 1970.",
            time
        )
    }
}
