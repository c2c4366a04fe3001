import KubernetesModel
import Providers
import Survey

/// What a re-keyed copy made of the values, counted.
struct RekeyTally: Sendable {
    /// From which key to which, of which resource.
    struct Route: Hashable {
        let resource: GroupResource
        let from: ProviderKey
        let to: ProviderKey
    }

    struct Amount {
        var values = 0
        var bytesBefore = 0
        var bytesAfter = 0
    }

    /// Values of known resources.
    var values = 0
    var rekeyed = 0
    var dropped = 0
    var routes: [Route: Amount] = [:]
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
        for (route, amount) in other.routes { routes[route, default: Amount()].add(amount) }
        unreadable += other.unreadable
        traps.formUnion(other.traps)
        shape.add(other.shape)
        notProven = notProven ?? other.notProven
    }

    /// By resource, then by the key the values were on.
    var sortedRoutes: [(Route, Amount)] {
        routes.sorted {
            ($0.key.resource, $0.key.from, $0.key.to) < ($1.key.resource, $1.key.from, $1.key.to)
        }.map { ($0.key, $0.value) }
    }
}

extension RekeyTally.Amount {
    mutating func add(_ other: Self) {
        values += other.values
        bytesBefore += other.bytesBefore
        bytesAfter += other.bytesAfter
    }
}
