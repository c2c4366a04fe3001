#if Etcd

import EncryptionConfig
import KMSClient
import Providers
import TestSupport
import Testing

/// A plugin in a folder of its own, and a client that asks it.
struct Asked {
    let folder: TemporaryFolder
    let plugin: TestPlugin
    let client: PluginClient

    init(
        _ version: KMSDefinition.Version = .v2,
        timeout: Duration = .seconds(3),
        _ change: (inout TestPlugin.Conduct) -> Void = { _ in },
    ) async throws {
        folder = try TemporaryFolder()
        var conduct = TestPlugin.Conduct()
        change(&conduct)
        plugin = try await TestPlugin(at: folder.file("s"), conduct)
        client = PluginClient(Self.definition(version, at: plugin.path, timeout: timeout))
    }

    static func definition(
        _ version: KMSDefinition.Version,
        at socket: String,
        timeout: Duration = .seconds(3),
    ) -> KMSDefinition {
        KMSDefinition(
            version: version,
            name: "plugin",
            endpoint: socket.hasPrefix("@") ? "unix:///\(socket)" : "unix://\(socket)",
            timeoutNanoseconds: Int64(timeout / .nanoseconds(1)),
            cacheSize: 1000
        )
    }
}

/// The trouble of a call that must fail.
func trouble(
    _ body: () async throws(PluginTrouble) -> some Any,
    _ location: SourceLocation = #_sourceLocation,
) async -> PluginTrouble? {
    do throws(PluginTrouble) {
        _ = try await body()
        Issue.record("it succeeded", sourceLocation: location)
        return nil
    } catch {
        return error
    }
}

#endif
