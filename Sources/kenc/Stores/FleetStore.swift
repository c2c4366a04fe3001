import EtcdModel
import Fleet
import KubernetesModel
import Providers

/// The API servers that the store of the options knows.
enum FleetStore {
    /// Reads the store once; the chains, those of the wanted configuration, open encrypted leases.
    static func roster(_ options: StoreOptions, _ chains: ResourceChains) async throws
        -> FleetRoster
    {
        let prefix = EtcdPrefix(options.prefix)
        let reader = RosterReader(prefix: prefix) { key, stored in
            try? chains.open(
                stored: stored,
                etcdKey: String(decoding: key, as: UTF8.self),
                resource: "leases.coordination.k8s.io"
            )
        }
        let store = try await OpenedStore.open(
            options,
            ordered: false,
            wanted: WantedKeys(
                below: prefix.bytes,
                places: RosterReader.places(below: prefix).map {
                    WantedKeys.Place(KeyRange(prefix: $0))
                }
            )
        )
        let now: RosterReader.Now =
            options.isLive
            ? Moment(Double(Clock.now)).map { .at($0) } ?? .newestRenewal : .newestRenewal
        return try await RosterReader.read(store.entries, with: reader, now: now)
    }
}
