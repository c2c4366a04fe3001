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

    struct Server: Encodable {
        let identity: String?
        let idHash: String?
        let hostname: String?
        let address: String?
        let source: String?
        let alive: Bool?
        let expected: Bool
        let asked: Bool
        let hash: String?
        let file: String?
        let state: String
        let reload: Bool?
        let lastSuccess: String?
        let lastFailure: String?
        let writes: [Key]
        let pluginKeys: [PluginKey]
        let error: String?
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
    private enum CodingKeys: CodingKey {
        case identity, idHash, hostname, address, source, alive, expected, asked, hash, file, state
        case reload, lastSuccess, lastFailure, writes, pluginKeys, error
    }

    /// Every field is there, null where nothing is known.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let texts: [(CodingKeys, String?)] = [
            (.identity, identity), (.idHash, idHash), (.hostname, hostname), (.address, address),
            (.source, source), (.hash, hash), (.file, file), (.state, state),
            (.lastSuccess, lastSuccess), (.lastFailure, lastFailure), (.error, error),
        ]
        for (key, text) in texts { try container.encode(text, forKey: key) }
        try container.encode(alive, forKey: .alive)
        try container.encode(expected, forKey: .expected)
        try container.encode(asked, forKey: .asked)
        try container.encode(reload, forKey: .reload)
        try container.encode(writes, forKey: .writes)
        try container.encode(pluginKeys, forKey: .pluginKeys)
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
