#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport

/// Writes as an API server with the new configuration does, and remembers what was acknowledged.
actor Writer {
    /// What each key it wrote may hold, nil for nothing; one entry unless an answer was lost.
    private(set) var ledger: [[UInt8]: Set<[UInt8]?>] = [:]
    private(set) var writes = 0
    private(set) var conflicts = 0
    private(set) var unknown = 0

    private let client: EtcdClient
    private let configuration: Configuration
    private var keys: [[UInt8]]
    private var plaintexts: [[UInt8]: [UInt8]]
    private var random: SystemRandomNumberGenerator = SystemRandomNumberGenerator()
    private var number = 0
    private var isStopped = false
    private var lease = LeaseID.none

    init(_ field: Field, _ configuration: Configuration? = nil) {
        client = field.client
        self.configuration = configuration ?? field.next
        plaintexts = field.plaintexts
        keys = field.loaded.keys.filter {
            let name = String(decoding: $0, as: UTF8.self)
            return name.hasPrefix("/registry/secrets/")
                && !name.hasPrefix("/registry/secrets/bulk/stale-")
        }
    }

    func stop() { isStopped = true }

    /// Creates, updates, deletes and leases until it is stopped.
    func run() async {
        lease = (try? await client.grantLease(seconds: 3600)) ?? .none
        while !isStopped {
            number += 1
            do {
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<2: try await create()
                case 2: try await delete()
                default: try await update()
                }
            } catch {
                try? await Task.sleep(for: .milliseconds(50))
            }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    private func create() async throws {
        let key = Array("/registry/secrets/bulk/w-\(number)".utf8)
        let plaintext = Field.object("w-\(number)", number)
        let stored = try await configuration.sealThroughPlugin(plaintext, key)
        ledger[key] = [plaintext, nil]
        do {
            try await client.put(key, stored, lease: number.isMultiple(of: 2) ? lease : .none)
        } catch {
            unknown += 1
            throw error
        }
        ledger[key] = [plaintext]
        keys.append(key)
        writes += 1
    }

    private func delete() async throws {
        guard keys.count > 50 else { return }
        let key = keys.remove(at: Int.random(in: keys.indices, using: &random))
        ledger[key] = held(key).union([nil])
        do {
            try await client.delete(key)
        } catch {
            unknown += 1
            throw error
        }
        ledger[key] = [nil]
        writes += 1
    }

    private func update() async throws {
        guard let key = keys.randomElement(using: &random),
            let current = try await client.get(key).stored
        else { return }
        let name = String(decoding: key, as: UTF8.self).split(separator: "/").last ?? ""
        let plaintext = Field.object(String(name), number)
        let stored = try await configuration.sealThroughPlugin(plaintext, key)
        let before = held(key)
        ledger[key] = before.union([plaintext])
        do {
            switch try await client.compareAndSwap(
                key: key,
                modRevision: current.facts.modRevision,
                value: stored
            ) {
            case .swapped:
                ledger[key] = [plaintext]
                writes += 1
            case .conflict:
                ledger[key] = before
                conflicts += 1
            }
        } catch {
            unknown += 1
            throw error
        }
    }

    private func held(_ key: [UInt8]) -> Set<[UInt8]?> {
        ledger[key] ?? [plaintexts[key]]
    }
}

#endif
