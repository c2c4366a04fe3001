#if Etcd
import EtcdClient
#endif
import EtcdModel

/// Where a live etcd comes from.
enum LiveConnection {
    static func connect(
        _ options: EndpointOptions,
        wanted: WantedKeys,
    ) async throws -> any LiveCluster {
        #if Etcd
        return try EtcdStore(options, wanted: wanted)
        #else
        throw Failure.usage(
            "this kenc was built without a client for a live etcd",
            hint: "build it with one: swift build -c release --traits Etcd"
        )
        #endif
    }

    /// Whether the environment names endpoints.
    static var isInEnvironment: Bool { !(Environment.value("ETCDCTL_ENDPOINTS") ?? "").isEmpty }
}
