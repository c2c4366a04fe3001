import EtcdModel
import Testing

/// The store in memory keeps etcd's rules, or other tests prove nothing.
@Suite struct MemoryStoreTests {
    @Test("a watch tells every write once, in order")
    func watch() async throws {
        let store = MemoryStore(Cluster(revision: 10))
        store.put([1], [1])
        let watching = Task {
            var seen: [StoreChange] = []
            let (news, feed) = AsyncStream<WatchNews>.makeStream()
            let task = Task {
                try await store.watch([KeyRange(key: [1]), KeyRange(key: [2])], from: 11) {
                    feed.yield($0)
                    return $0.changes.last?.stored == nil && !$0.changes.isEmpty ? .end : .goOn
                }
                feed.finish()
            }
            for await one in news { seen += one.changes }
            try await task.value
            return seen
        }
        store.put([3], [9])
        let swap = try await store.compareAndSwap(key: [1], modRevision: 11, value: [2])
        #expect(swap == .swapped(modRevision: 13))
        store.put([2], [3])
        store.delete([1])
        let seen = try await watching.value
        #expect(seen.map(\.revision) == [11, 13, 14, 15])
        #expect(seen.map(\.key) == [[1], [1], [2], [1]])
        #expect(seen.map { $0.stored?.value } == [[1], [2], [3], nil])
        #expect(seen[1].stored?.facts.version == 2)
    }
}
