/// Where a live etcd comes from.
enum LiveConnection {
    static func connect(
        _ options: EndpointOptions,
        prefix: String,
        wanted: WantedKeys = .all,
    ) async throws -> any LiveCluster {
        #if Etcd
        return try EtcdCluster(options, prefix: prefix, wanted: wanted)
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
