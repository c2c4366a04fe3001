import EncryptionConfig
import Fleet
import Providers

/// The fleet for programs.
struct FleetReport: Encodable {
    struct Wanted: Encodable {
        let file: String
        let hash: String
    }

    struct Key: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
    }

    struct PluginKey: Encodable {
        let plugin: String
        let keyIDHash: String
    }

    /// Every field is there, null where nothing is known.
    struct Server: Encodable {
        @NullIfNone var identity: String?
        @NullIfNone var idHash: String?
        @NullIfNone var hostname: String?
        @NullIfNone var address: String?
        @NullIfNone var source: String?
        @NullIfNone var alive: Bool?
        let expected: Bool
        let asked: Bool
        @NullIfNone var hash: String?
        @NullIfNone var file: String?
        let state: String
        @NullIfNone var reload: Bool?
        @NullIfNone var lastSuccess: String?
        @NullIfNone var lastFailure: String?
        let writes: [Key]
        let pluginKeys: [PluginKey]
        @NullIfNone var error: String?
    }

    struct Remark: Encodable {
        let message: String
        let blocks: Bool
    }

    let wanted: Wanted
    let proven: Bool
    let servers: [Server]
    let remarks: [Remark]

    init(_ verdict: FleetVerdict, file: String) {
        wanted = Wanted(file: file, hash: verdict.wanted.text)
        proven = verdict.isProven
        servers = verdict.servers.map(Server.init)
        remarks = verdict.remarks.map {
            Remark(message: FleetWords.remark($0).message, blocks: $0.isInTheWay)
        }
    }
}

extension FleetReport.Server {
    init(_ server: FleetServer) {
        identity = server.identity?.id
        idHash = server.identityHash?.text
        hostname = server.hostname
        address = server.address
        source = server.source
        alive = server.isAlive
        expected = server.isExpected
        asked = server.isAsked
        hash = server.applied?.text
        file = server.file
        state = server.state.rawValue
        reload = server.reload?.isOn
        lastSuccess = server.reload?.lastSuccess?.description
        lastFailure = server.reload?.lastFailure?.description
        writes = server.writes.map {
            .init(
                resource: $0.resource,
                provider: $0.key.kind.rawValue,
                keyName: $0.key.name?.description
            )
        }
        pluginKeys = server.pluginKeys.map {
            .init(plugin: $0.plugin, keyIDHash: $0.keyIDHash.text)
        }
        error = server.reason.map { FleetWords.reason($0).message }
    }
}
