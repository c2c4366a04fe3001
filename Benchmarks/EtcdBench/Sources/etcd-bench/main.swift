// Compare-and-swaps and values read per second against a running etcd.
//
//     etcd-bench ENDPOINT [seconds=N] [swaps=N] [count] [far] [global] [connections=N]
//
// `swaps` measures only that many in flight, and `count` tells how many there were, for `perf stat`.
// `far` runs the tasks that swap on Swift's thread pool instead of the client's own executor, and
// `global` makes NIO's event loops that pool. The keys /bench/0000000 and so on must exist (the Go
// program beside this one makes them).
import EtcdClient
import EtcdModel
import Glibc
import NIOCore
import NIOPosix

let arguments = CommandLine.arguments.dropFirst()
func number(_ name: String) -> Int? {
    arguments.first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
}
if arguments.contains("global") {
    _ = NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
}

func cpu() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
}

func report(_ name: String, _ count: Int, _ start: ContinuousClock.Instant, _ before: Double) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let rate = Int(Double(count) / seconds)
    let micros = Int((cpu() - before) * 1e6 / Double(max(1, count)))
    print("\(name): \(rate)/s, \(micros) us of CPU each")
    if arguments.contains("count") { print(count) }
}

var connection = EtcdConnectionOptions(
    endpoints: try EtcdEndpoint.list(arguments.first ?? "127.0.0.1:2379")
)
connection.connections = number("connections") ?? 1
let client = try EtcdClient(connection)
let value = [UInt8](repeating: 0x61, count: 1024)

func key(_ index: Int) -> [UInt8] {
    let text = String(index)
    return Array("/bench/\(String(repeating: "0", count: 7 - text.count))\(text)".utf8)
}

let duration = Duration.seconds(number("seconds") ?? 5)
for workers in number("swaps").map({ [$0] }) ?? [1, 64, 128] {
    let before = cpu()
    let start = ContinuousClock.now
    let end = start + duration
    let count = try await withThrowingTaskGroup { group in
        for worker in 0..<workers {
            group.addTask(
                executorPreference: arguments.contains("far") ? nil : client.executor
            ) {
                let key = key(worker)
                guard var revision = try await client.get(key).stored?.facts.modRevision else {
                    fatalError("keys are missing")
                }
                var count = 0
                while ContinuousClock.now < end {
                    if case .swapped(let new) = try await client.compareAndSwap(
                        key: key,
                        modRevision: revision,
                        value: value
                    ) {
                        revision = new
                        count += 1
                    }
                }
                return count
            }
        }
        var total = 0
        for try await count in group { total += count }
        return total
    }
    report("cas \(workers)", count, start, before)
}

if number("swaps") != nil { exit(0) }
var values = 0
let before = cpu()
let start = ContinuousClock.now
while ContinuousClock.now < start + duration {
    let reader = client.pages(KeyRange(prefix: Array("/bench/".utf8)))
    while let page = try await reader.next() {
        try page.forEach { _, value, _ in values += value.count > 0 ? 1 : 0 }
    }
}
report("range values", values, start, before)
await client.close()
