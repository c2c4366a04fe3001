import EtcdModel
import Fleet
import KubernetesModel
import Providers

/// The API servers that a store knows.
struct FleetStore {
    private let reader: RosterReader
    private let wanted: WantedKeys

    /// The chains, those of the wanted configurations, open encrypted leases.
    init(_ options: StoreOptions, _ chains: [ResourceChains]) {
        let prefix = EtcdPrefix(options.prefix)
        reader = RosterReader(prefix: prefix) { key, stored in
            chains.lazy.compactMap { chains in
                try? chains.open(
                    stored: stored,
                    etcdKey: String(decoding: key, as: UTF8.self),
                    resource: "leases.coordination.k8s.io"
                )
            }.first
        }
        wanted = WantedKeys(
            below: prefix.bytes,
            places: RosterReader.places(below: prefix).map {
                WantedKeys.Place(KeyRange(prefix: $0))
            }
        )
    }

    /// Reads the store of the options once.
    static func roster(_ options: StoreOptions, _ chains: [ResourceChains]) async throws
        -> FleetRoster
    {
        let fleet = FleetStore(options, chains)
        let store = try await OpenedStore.open(options, ordered: false, wanted: fleet.wanted)
        let now: RosterReader.Now = options.isLive ? Self.now : .newestRenewal
        return try await RosterReader.read(store.entries, with: fleet.reader, now: now)
    }

    /// Reads a live etcd that is connected already.
    func roster(in cluster: any LiveCluster) async throws -> FleetRoster {
        try await RosterReader.read(
            try await cluster.entries(wanted),
            with: reader,
            now: Self.now
        )
    }

    private static var now: RosterReader.Now {
        Moment(Double(Clock.now)).map { .at($0) } ?? .newestRenewal
    }
}
