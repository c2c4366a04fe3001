#if Etcd

import Synchronization
import Testing

@testable import RPC

@Suite struct CallWatchTests {
    @Test("only the overdue are cancelled, whatever the order they came in")
    func overdue() async throws {
        let watch = CallWatch()
        let cancelled = Mutex<[String]>([])
        func start(_ name: String, _ timeout: Duration) -> CallWatch.Ticket {
            watch.start(timeout) { cancelled.withLock { $0.append(name) } }
        }
        let patient = start("patient", .seconds(60))
        let slow = start("slow", .milliseconds(200))
        let slower = start("slower", .milliseconds(400))
        let quick = start("quick", .milliseconds(50))
        #expect(!watch.end(quick))
        // A busy machine may take its time.
        for _ in 0..<200 where cancelled.withLock({ $0.count }) < 2 {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(cancelled.withLock { $0.sorted() } == ["slow", "slower"])
        #expect(watch.end(slow))
        #expect(watch.end(slower))
        #expect(!watch.end(patient))
        #expect(watch.count == 0)
    }

    @Test("a watch that was idle wakes for the next call")
    func again() async throws {
        let watch = CallWatch()
        for _ in 0..<2 {
            let end = ContinuousClock.now + .seconds(10)
            let cancelled = Atomic(false)
            let ticket = watch.start(.milliseconds(20)) {
                cancelled.store(true, ordering: .relaxed)
            }
            while !cancelled.load(ordering: .relaxed), ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(watch.end(ticket))
        }
    }
}

#endif
