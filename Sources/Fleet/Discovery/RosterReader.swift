public import EtcdModel
public import KubernetesModel
internal import EncryptionConfig
internal import Providers
internal import WireFormats

/// Finds the API servers among the entries of a store.
///
/// Three directories tell: `leases/kube-system/apiserver-…` (every server since 1.26, kept up to an
/// hour after a crash), `masterleases/ADDRESS` and, with address and identity,
/// `peerserverleases/apiserver-…` (1.36 and newer). The last two hang on leases of etcd: they go
/// within seconds of their server, and are never encrypted.
public struct RosterReader: Sendable {
    /// How old the last renewal of a live server can be: it renews every ten seconds.
    public static let patience = 40.0
    /// The same where etcd itself has dropped what the server has to renew in the meantime.
    static let shortPatience = 12.0

    /// How old is old.
    public enum Now: Sendable {
        /// Against the newest renewal in the store: a snapshot, a dump.
        case newestRenewal
        /// Against the time of day: a live etcd.
        case at(Moment)
    }

    private let prefix: [UInt8]
    private let leases: [UInt8]
    private let masters: [UInt8]
    private let peers: [UInt8]
    private let open: @Sendable (_ key: [UInt8], _ stored: [UInt8]) -> [UInt8]?
    private var servers: [ServerIdentity: KnownServer] = [:]
    private var addresses: Set<String> = []
    private var peerAddresses: [ServerIdentity: String?] = [:]
    /// Servers that say of themselves that they keep a peer lease.
    private var announcing: Set<ServerIdentity> = []

    /// Makes a reader of the keys below a prefix.
    ///
    /// - Parameters:
    ///   - prefix: The API server's `--etcd-prefix`.
    ///   - open: Opens an encrypted lease, if it can. Without it only its header is read.
    public init(
        prefix: EtcdPrefix = .standard,
        open: @escaping @Sendable (_ key: [UInt8], _ stored: [UInt8]) -> [UInt8]? = { _, _ in nil },
    ) {
        self.prefix = prefix.bytes
        leases = prefix.bytes + Array("leases/kube-system/apiserver-".utf8)
        masters = prefix.bytes + Array("masterleases/".utf8)
        peers = prefix.bytes + Array("peerserverleases/".utf8)
        self.open = open
    }

    /// What the keys that matter start with.
    public static func places(below prefix: EtcdPrefix) -> [[UInt8]] {
        ["leases/kube-system/apiserver-", "masterleases/", "peerserverleases/"].map {
            prefix.bytes + Array($0.utf8)
        }
    }

    /// Looks at one entry; most are passed over at their first bytes.
    ///
    /// - Throws: `CryptoLibraryError` when the library that hashes fails.
    public mutating func read(key: Span<UInt8>, value: Span<UInt8>) throws {
        if isBelow(leases, key) {
            try readLease(key, value)
        } else if isBelow(masters, key) {
            addresses.insert(text(key, from: masters.count))
        } else if isBelow(peers, key) {
            let identity = ServerIdentity(id: text(key, from: peers.count))
            peerAddresses.updateValue(PeerEndpoint.address(value), forKey: identity)
        }
    }

    /// The servers, once all entries were read.
    public func finish(_ now: Now) -> FleetRoster {
        let reference: Double? =
            switch now {
            case .newestRenewal: servers.values.compactMap(\.renewed).max()?.seconds
            case .at(let moment): moment.seconds
            }
        var known = Array(servers.values)
        for index in known.indices {
            let identity = known[index].identity
            if let address = peerAddresses[identity] ?? nil { known[index].address = address }
            known[index].isAlive = isAlive(known[index], reference)
        }
        return FleetRoster(
            servers: known.sorted {
                ($0.hostname ?? "", $0.identity.id) < ($1.hostname ?? "", $1.identity.id)
            },
            addresses: addresses.sorted()
        )
    }

    /// Every walk over a store at once.
    public static func read(
        _ store: any EntryStore,
        with reader: RosterReader,
        now: Now,
    ) async throws -> FleetRoster {
        var reader = reader
        while let batch = try await store.nextBatch() {
            try batch.forEach { key, value, _ in try reader.read(key: key, value: value) }
        }
        return reader.finish(now)
    }

    private func isAlive(_ server: KnownServer, _ reference: Double?) -> Bool? {
        if peerAddresses.keys.contains(server.identity) { return true }
        guard let renewed = server.renewed, let reference else { return nil }
        // A server that announces a peer address keeps a peer lease, which others have and it lost.
        let hasLost = announcing.contains(server.identity) && !peerAddresses.isEmpty
        return reference - renewed.seconds <= (hasLost ? Self.shortPatience : Self.patience)
    }

    private mutating func readLease(_ key: Span<UInt8>, _ value: Span<UInt8>) throws {
        let identity = ServerIdentity(
            id: text(key, from: prefix.count + "leases/kube-system/".utf8.count)
        )
        var server = KnownServer(identity: identity, identityHash: try identity.hash())
        let header = StoredHeader(value)
        if header.kind != .unknown {
            server.leaseWriter = Write(
                resource: "leases.coordination.k8s.io",
                key: ProviderKey(headerOf: value)
            )
        }
        let plaintext =
            header.kind == .known(.identity)
            ? Array(copying: value) : open(Array(copying: key), Array(copying: value))
        if let plaintext, let lease = IdentityLease(plaintext.span) {
            guard lease.isAPIServers else { return }
            server.hostname = lease.hostname
            server.address = lease.peerAddress
            server.renewed = lease.renewed
            if lease.peerAddress != nil { announcing.insert(identity) }
        }
        servers[identity] = server
    }

    private func isBelow(_ directory: [UInt8], _ key: Span<UInt8>) -> Bool {
        key.count > directory.count && key.starts(with: directory)
    }

    private func text(_ key: Span<UInt8>, from start: Int) -> String {
        String(decoding: Array(copying: key.extracting(start..<key.count)), as: UTF8.self)
    }
}
