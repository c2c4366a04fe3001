#if Etcd

import EncryptionConfig
import EtcdClient
import EtcdModel
import Foundation
import KMSClient
import KubernetesModel
import Providers
import TestSupport
import Testing

/// Configurations of the recorded cluster.
struct Configuration: Sendable {
    let chains: ResourceChains

    init(_ name: String) throws {
        try self.init(bytes: try TestData.bytes("cluster/\(name)"))
    }

    /// Asks plugins where it is told to.
    init(bytes: [UInt8], plugins: Bool = false) throws {
        let gates = FeatureGates(kmsV1: true)
        let report = try ConfigurationValidator(featureGates: gates).validate(bytes)
        let configuration = try #require(report.configuration)
        guard plugins else {
            chains = ResourceChains(configuration)
            return
        }
        let clients = configuration.plugins.map { ($0, PluginClient($0)) }
        let keyring = PluginKeyring(Dictionary(uniqueKeysWithValues: clients))
        chains = ResourceChains(configuration, keyring: keyring)
    }

    func chain(of key: [UInt8]) -> (isObject: Bool, chain: ProviderChain?) {
        let classifier = EtcdKeyClassifier(prefix: EtcdPrefix("/registry"))
        guard case .object(let resource, _, _) = classifier.classify(key.span) else {
            return (false, nil)
        }
        let name = resource.groupResource
        return (true, chains.chain(of: name))
    }

    func open(_ stored: [UInt8], _ key: [UInt8]) -> (plaintext: [UInt8], isStale: Bool)? {
        let (isObject, chain) = chain(of: key)
        guard isObject else { return (stored, false) }
        return try? TransformSession().open(stored.span, etcdKey: key.span, with: chain) {
            (bytes: Span<UInt8>, by: OpenedBy) in
            (bytes.copied(), by.isStale)
        }
    }

    /// The same, after its plugin was asked for what that takes.
    func sealThroughPlugin(_ plaintext: [UInt8], _ key: [UInt8]) async throws -> [UInt8] {
        guard let chain = chain(of: key).chain, chain.writerKind == .kms else {
            return try seal(plaintext, key)
        }
        var demand = SealingDemand(chains)
        demand.addPlaintext(with: chain)
        let promise = try await demand.promise()
        defer { withExtendedLifetime(promise) {} }
        return try seal(plaintext, key)
    }

    func seal(_ plaintext: [UInt8], _ key: [UInt8]) throws -> [UInt8] {
        let chain = try #require(chain(of: key).chain)
        return try TransformSession().seal(plaintext.span, etcdKey: key.span, with: chain) {
            (bytes: Span<UInt8>) in bytes.copied()
        }
    }
}

/// A real etcd that holds the recorded cluster and many more secrets, and knows what it holds.
final class Field: Sendable {
    let etcd: RealEtcd
    let client: EtcdClient
    /// Every key as it was loaded.
    let loaded: [[UInt8]: StoredValue]
    /// What the loaded values open to.
    let plaintexts: [[UInt8]: [UInt8]]
    let next: Configuration
    let folder: TemporaryFolder

    init(
        _ options: RealEtcd.Options = RealEtcd.Options(),
        secrets: Int = 300,
        more: [[UInt8]: [UInt8]] = [:],
        next: Configuration? = nil,
    ) async throws {
        etcd = try RealEtcd(options)
        folder = try TemporaryFolder()
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        if let certificates = etcd.certificates {
            connection.cacert = certificates.authority
            connection.cert = certificates.root.certificate
            connection.key = certificates.root.key
        }
        // So that the writer soon goes on elsewhere.
        if options.cuttable { connection.commandTimeout = .seconds(3) }
        let client = try EtcdClient(connection)
        self.client = client
        let old = try Configuration("4-wild.yaml")
        let next = try next ?? Configuration("5-next.yaml")
        self.next = next
        var values = try Self.recorded()
        for number in 0..<secrets {
            let key = Array("/registry/secrets/bulk/s-\(number)".utf8)
            values[key] = (try old.seal(Self.object("s-\(number)", 0), key), false)
        }
        for (key, value) in more { values[key] = (value, false) }
        let lease = try await client.grantLease(seconds: 3600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (count, (key, entry)) in values.enumerated() {
                if count >= 32 { try await group.next() }
                group.addTask {
                    try await client.put(key, entry.value, lease: entry.isLeased ? lease : .none)
                }
            }
            try await group.waitForAll()
        }
        loaded = try await Self.all(client)
        plaintexts = Dictionary(
            uniqueKeysWithValues: loaded.compactMap { key, held in
                next.open(held.value, key).map { (key, $0.plaintext) }
            }
        )
    }

    static func object(_ name: String, _ sequence: Int) -> [UInt8] {
        let text =
            #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"\#(name)","namespace":"bulk"},"#
            + #""type":"\#(sequence)"}"#
        return Array((text + "\n").utf8)
    }

    static func all(_ client: EtcdClient) async throws -> [[UInt8]: StoredValue] {
        var found: [[UInt8]: StoredValue] = [:]
        let pages = client.pages(KeyRange(prefix: []), keysOnly: true)
        while let page = try await pages.next() {
            try await withThrowingTaskGroup(of: ([UInt8], StoredValue?).self) { group in
                for index in 0..<page.count {
                    if index >= 32, let (key, held) = try await group.next() { found[key] = held }
                    let key = page.key(index)
                    group.addTask { (key, try await client.get(key).stored) }
                }
                for try await (key, held) in group { found[key] = held }
            }
        }
        return found
    }

    private static func recorded() throws -> [[UInt8]: (value: [UInt8], isLeased: Bool)] {
        struct Dump: Decodable {
            struct Entry: Decodable {
                let key: Data
                let value: Data
                let lease: Int64?
            }
            let kvs: [Entry]
        }
        let bytes = try TestData.bytes("cluster/stage-4-wild.json")
        return try JSONDecoder().decode(Dump.self, from: Data(bytes)).kvs.reduce(into: [:]) {
            $0[Array($1.key)] = (Array($1.value), ($1.lease ?? 0) != 0)
        }
    }

    /// A run of the built program, ended with status 124 when it takes longer than that.
    func kenc(
        _ arguments: [String],
        configuration: String? = nil,
        endpoints: String? = nil,
        seconds: Int = 300,
    ) async throws -> KencProcess.Result {
        try await run(
            Self.arguments(arguments, configuration, endpoints ?? etcd.endpoints),
            seconds: seconds
        )
    }

    /// The same with nothing added.
    func run(_ arguments: [String], seconds: Int = 300) async throws -> KencProcess.Result {
        try await KencProcess.runAside(arguments, directory: folder.path, seconds: seconds)
    }

    static func arguments(
        _ arguments: [String],
        _ configuration: String?,
        _ endpoints: String,
    ) -> [String] {
        let file = configuration ?? TestData.path("cluster/5-next.yaml")
        return arguments + ["--config", file, "--endpoints", endpoints]
    }

    /// Everything that must hold after a rotation, whatever happened meanwhile.
    func check(
        _ writer: Writer?,
        with configuration: Configuration? = nil,
        isStaleAllowed: ([UInt8]) -> Bool = { _ in false },
    ) async throws {
        let next = configuration ?? next
        let found = try await Self.all(client)
        await next.chains.unwrapKeys(of: found.values.map(\.value))
        let ledger = await writer?.ledger ?? [:]
        var expected = plaintexts.mapValues { Set<[UInt8]?>([$0]) }
        for (key, allowed) in ledger { expected[key] = allowed }
        for (key, allowed) in expected {
            let name = String(decoding: key, as: UTF8.self)
            guard let held = found[key] else {
                #expect(allowed.contains(nil), "\(name) is gone")
                continue
            }
            let opened = next.open(held.value, key)
            #expect(opened != nil, "\(name) cannot be read")
            #expect(allowed.contains(opened?.plaintext), "\(name) holds something else")
            #expect(opened?.isStale == false || isStaleAllowed(key), "\(name) is stale")
            guard let before = loaded[key], ledger[key] == nil else { continue }
            #expect(held.facts.lease == before.facts.lease, "\(name) lost its lease")
            #expect(held.facts.createRevision == before.facts.createRevision)
            if !next.chain(of: key).isObject { #expect(held == before, "\(name) was touched") }
        }
        for key in found.keys where expected[key] == nil {
            Issue.record("\(String(decoding: key, as: UTF8.self)) came from nowhere")
        }
    }
}

#endif
