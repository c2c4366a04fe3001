import KubernetesModel
import Survey

/// What a re-keyed copy made of the values, counted.
struct RekeyTally: Sendable {
    /// Values that follow one another mostly go the same way, which is not looked up for each.
    private struct Run {
        let resource: GroupResource
        let route: RewriteRoute
        var volume = RewriteVolume()
    }

    /// Values of known resources.
    var values = 0
    var rekeyed = 0
    var dropped = 0
    private var rewrites: [GroupResource: [RewriteRoute: RewriteVolume]] = [:]
    private var run: Run?
    /// Values that nobody can seal anew.
    var unreadable: [ValueReport] = []
    /// Keys that something other than an API server reads its configuration from.
    var traps: Set<RestoreTrap> = []
    var shape = StoreShape()
    /// New bytes that did not open to the same plaintext.
    var notProven: [UInt8]?

    /// Values that go into the copy as they are.
    var kept: Int { values - rekeyed - dropped }

    /// Counts a value that is sealed anew.
    mutating func move(
        _ resource: GroupResource,
        _ route: RewriteRoute,
        bytesBefore: Int,
        bytesAfter: Int,
    ) {
        rekeyed += 1
        let goesOn = run.map { $0.route == route && $0.resource == resource } ?? false
        if !goesOn {
            endRun()
            run = Run(resource: resource, route: route)
        }
        run?.volume.addValue(bytesBefore: bytesBefore, bytesAfter: bytesAfter)
    }

    private mutating func endRun() {
        guard let run else { return }
        rewrites[run.resource, default: [:]][run.route, default: RewriteVolume()].add(run.volume)
        self.run = nil
    }

    mutating func add(_ other: RekeyTally) {
        var other = other
        other.endRun()
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
