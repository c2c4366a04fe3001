public import EncryptionConfig
internal import Synchronization

/// Which KEKs the plugins write with, which says what is stale.
extension PluginKeyring {
    /// Asks every plugin for its status.
    ///
    /// - Returns: Those that gave none that a server would take, in no order.
    public func askStatus() async -> [(plugin: KMSDefinition, trouble: PluginTrouble)] {
        typealias Answer = (KMSDefinition, PluginTrouble?)
        return await withTaskGroup(of: Answer.self) { group in
            for (plugin, client) in clients {
                group.addTask {
                    do throws(PluginTrouble) {
                        let status = try await client.status()
                        self.note(status, of: plugin)
                        return (plugin, status.trouble(of: plugin.version))
                    } catch {
                        return (plugin, error)
                    }
                }
            }
            var troubles: [(plugin: KMSDefinition, trouble: PluginTrouble)] = []
            for await case (let plugin, let trouble?) in group {
                troubles.append((plugin, trouble))
            }
            return troubles
        }
    }

    /// Takes a status to heart; one that names no KEK, or none that a server takes, says nothing.
    func note(_ status: PluginStatus, of plugin: KMSDefinition) {
        let trouble = status.trouble(of: plugin.version)
        // Not to be well is no reason to write with another KEK, as in Kubernetes.
        guard plugin.version == .v2, trouble == nil || trouble?.code == .unhealthy else { return }
        change(plugin) { standing in
            standing.heard = .now
            standing.keyID = status.keyID
            if let keyID = status.keyID { standing.keyIDs.insert(keyID) }
        }
    }

    /// Changes what is known of a plugin, and counts it if that makes it write with another KEK.
    func change(_ plugin: KMSDefinition, _ body: (inout Standing) -> Void) {
        state.withLock { state in
            var standing = state.standings[plugin] ?? Standing()
            let before = standing.writingKeyID
            body(&standing)
            state.standings[plugin] = standing
            if standing.writingKeyID != before { changes.add(1, ordering: .releasing) }
        }
    }

    /// What a plugin of version 2 writes with; nil where it did not say.
    func keyID(of plugin: KMSDefinition) -> KeyID? {
        state.withLock { $0.standings[plugin]?.writingKeyID }
    }

    /// How often what plugins write with has changed: the same number means the same KEKs and seeds.
    public var changeCount: Int { changes.load(ordering: .acquiring) }

    /// Whether a KEK was the plugin's own at some time in this run: a value on another one was
    /// written by somebody whose plugin is not this one.
    public func hasNamed(_ keyID: KeyID, of plugin: KMSDefinition) -> Bool {
        state.withLock { $0.standings[plugin]?.keyIDs.contains(keyID) ?? false }
    }
}
