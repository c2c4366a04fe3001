import EncryptionConfig
import EtcdModel
import Foundation
import KubernetesModel
import Providers
import Rotation
import Survey
import TestSupport
import Testing

/// A recorded cluster's etcd, key by key.
struct Cluster {
    var values: [[UInt8]: StoredValue] = [:]
    var revision: Revision = 0

    /// The last recorded stage: every provider, plaintext, leases, system keys.
    static func wild() throws -> Cluster {
        struct Dump: Decodable {
            struct Header: Decodable { let revision: Int64 }
            struct Entry: Decodable {
                let key: Data
                let value: Data
                let create_revision: Int64
                let mod_revision: Int64
                let version: Int64
                let lease: Int64?
            }
            let header: Header
            let kvs: [Entry]
        }
        let dump = try JSONDecoder().decode(
            Dump.self,
            from: Data(try TestData.bytes("cluster/stage-4-wild.json"))
        )
        var cluster = Cluster()
        cluster.revision = Revision(dump.header.revision)
        for entry in dump.kvs {
            cluster.values[Array(entry.key)] = StoredValue(
                value: Array(entry.value),
                facts: EntryFacts(
                    createRevision: Revision(entry.create_revision),
                    modRevision: Revision(entry.mod_revision),
                    version: entry.version,
                    lease: LeaseID(entry.lease ?? 0)
                )
            )
        }
        return cluster
    }

    /// Every readable plaintext of a store under a configuration.
    static func plaintexts(
        _ values: [[UInt8]: StoredValue],
        _ chains: ResourceChains,
    ) -> [[UInt8]: (plaintext: [UInt8], isStale: Bool)] {
        let session = TransformSession()
        let classifier = EtcdKeyClassifier(prefix: EtcdPrefix("/registry"))
        var opened: [[UInt8]: (plaintext: [UInt8], isStale: Bool)] = [:]
        for (key, held) in values {
            guard case .object(let resource, _, _) = classifier.classify(key.span) else {
                opened[key] = (held.value, false)
                continue
            }
            let name = resource.groupResource
            let chain = chains.chain(of: name)
            opened[key] = try? session.open(held.value.span, etcdKey: key.span, with: chain) {
                (Array(copying: $0), $1.isStale)
            }
        }
        return opened
    }
}

/// Configurations of the recorded cluster, and changed ones.
enum Chains {
    static func load(
        _ name: String,
        changing change: (String) -> String = { $0 },
    ) throws -> ResourceChains {
        let text = change(String(decoding: try TestData.bytes("cluster/\(name)"), as: UTF8.self))
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        return ResourceChains(try #require(report.configuration))
    }

    static let wild = "4-wild.yaml"
    static let next = "5-next.yaml"
}

/// A journal in memory.
final class MemoryJournal: RewriteJournal {
    private(set) var keys: [[UInt8]] = []
    /// After how many groups the disk is full.
    var failsAfter = Int.max
    private var groups = 0

    func append(_ rewrites: ArraySlice<Rewrite>) throws {
        groups += 1
        if groups > failsAfter { throw StoreFailure(.store, "no space left on device") }
        keys += rewrites.map(\.key)
    }
}

extension RotationJob {
    /// Quick, and with several swaps at once.
    static func test(
        _ chains: ResourceChains,
        filter: EntryFilter = EntryFilter(),
        change: (inout Options) -> Void = { _ in },
    ) -> RotationJob {
        var options = Options()
        options.rate = nil
        options.workerCount = 2
        options.inFlight = 8
        options.pause = .milliseconds(1)
        options.settling = .zero
        change(&options)
        return RotationJob(
            chains: chains,
            prefix: EtcdPrefix("/registry"),
            filter: filter,
            options: options
        )
    }
}
