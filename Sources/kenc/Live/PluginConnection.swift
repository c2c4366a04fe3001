import EncryptionConfig
#if Etcd
import KMSClient
#endif
import Providers

/// Where a client of a KMS plugin comes from.
enum PluginConnection {
    /// Whether this program can ask plugins.
    static var isBuiltIn: Bool {
        #if Etcd
        return true
        #else
        return false
        #endif
    }

    /// A client of a plugin; nothing is dialled yet.
    static func connect(
        _ plugin: KMSDefinition,
        _ sockets: [KeyName: String],
    ) throws -> any KeyUnwrapping {
        #if Etcd
        return PluginClient(plugin, socket: sockets[plugin.name])
        #else
        throw Failure.usage(
            "this kenc was built without a client for kms plugins",
            hint: "build it with one: swift build -c release --traits Etcd"
        )
        #endif
    }
}
