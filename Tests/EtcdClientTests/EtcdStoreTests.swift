#if Etcd

import EtcdClient
import EtcdModel
import TestSupport
import Testing

/// A live etcd as a store to walk.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct EtcdStoreTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func walk(_ store: EtcdStore) async throws -> (keys: [String], StoreSighting) {
        let walk = try await store.walk()
        #expect(await walk.sighting.gaps == [.unfinished])
        var keys: [String] = []
        while let batch = try await walk.nextBatch() {
            try batch.forEach { key, _, _ in
                keys.append(String(decoding: Array(copying: key), as: UTF8.self))
            }
        }
        return (keys, await walk.sighting)
    }

    @Test("a walk says what it saw, and a second one counts nothing anew")
    func sighting() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            for key in ["/r/b/1", "/r/b/2", "/r/a/1", "/r/x.io/t/1", "/r/c", "/other"] {
                try await client.put(Self.bytes(key), [1])
            }
            let places = ["/r/b/", "/r/a/", "/r/none/"].map {
                WantedKeys.Place(KeyRange(prefix: Self.bytes($0)))
            }
            let wanted = WantedKeys(below: Self.bytes("/r/"), places: places)
            let store = EtcdStore(client, wanted)
            let revision = try await client.get([1]).revision
            let (keys, sighting) = try await Self.walk(store)
            #expect(keys == ["/r/a/1", "/r/b/1", "/r/b/2"])
            #expect(sighting.revision == revision && sighting.isWhole && sighting.kind == .live)
            #expect(sighting.integrity == .notApplicable)
            #expect(
                sighting.ranges
                    == ["/r/a/", "/r/b/", "/r/none/"].map {
                        KeyRange(prefix: Self.bytes($0))
                    }
            )
            let extent = try await store.extent()
            #expect(extent.keys == 3 && extent.reach == .part)
            // A key that came since in a directory that was empty is seen; nothing is counted.
            try await client.put(Self.bytes("/r/none/1"), [1])
            let again = try await Self.walk(store)
            #expect(again.keys.contains("/r/none/1"))
            #expect(again.1.revision == revision.next)
            #expect(try await store.extent().keys == 3)
            // Where nothing is under the prefix, all of the store is read.
            let elsewhere = EtcdStore(
                client,
                WantedKeys(
                    below: Self.bytes("/wrong/"),
                    places: [WantedKeys.Place(KeyRange(prefix: Self.bytes("/wrong/a/")))]
                )
            )
            let whole = try await Self.walk(elsewhere)
            #expect(whole.keys.count == 7 && whole.1.ranges == [.everything])
        }
    }

    @Test("a compaction that overtakes a walk is told")
    func moved() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let value = [UInt8](repeating: 7, count: 400_000)
            for number in 100..<300 { try await client.put(Self.bytes("/m/\(number)"), value) }
            let store = EtcdStore(client, WantedKeys(below: Self.bytes("/m/")))
            let walk = try await store.walk()
            let before = try await client.get([1]).revision
            _ = try await walk.nextBatch()
            let after = try await client.put(Self.bytes("/m/100"), [1])
            try await client.compact(after)
            while try await walk.nextBatch() != nil {}
            // The page behind the first was fetched ahead; there are more.
            #expect(await walk.sighting.moment == .several(before...after))
        }
    }
}

#endif
