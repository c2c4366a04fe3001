import KubernetesModel
import Survey

/// What a re-keyed copy made of the values, counted.
struct RekeyTally: Sendable {
    /// Values of known resources.
    var values = 0
    var rekeyed = 0
    var dropped = 0
    var rewrites: [GroupResource: [RewriteRoute: RewriteVolume]] = [:]
    /// Values that nobody can seal anew.
    var unreadable: [ValueReport] = []
    /// Keys that something other than an API server reads its configuration from.
    var traps: Set<RestoreTrap> = []
    var shape = StoreShape()
    /// New bytes that did not open to the same plaintext.
    var notProven: [UInt8]?

    /// Values that go into the copy as they are.
    var kept: Int { values - rekeyed - dropped }

    mutating func add(_ other: RekeyTally) {
        values += other.values
        rekeyed += other.rekeyed
        dropped += other.dropped
        for (resource, volumes) in other.rewrites {
            for (route, volume) in volumes {
                rewrites[resource, default: [:]][route, default: RewriteVolume()].add(volume)
            }
        }
        unreadable += other.unreadable
        traps.formUnion(other.traps)
        shape.add(other.shape)
        notProven = notProven ?? other.notProven
    }

    /// By resource, then by the key the values were on.
    var sortedRewrites: [Rewrite] {
        rewrites.sorted { $0.key < $1.key }.flatMap { Rewrite.sorted($0.value, of: $0.key) }
    }
}
