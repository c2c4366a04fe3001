#if Etcd

import Foundation
import TestSupport
import Testing

/// What a core file of a waiting process would hold.
///
/// Its memory is read as root only: it is marked as not dumpable.
@Suite("the memory of a process that waits", .serialized, .enabled(if: geteuid() == 0))
struct WaitingMemoryTests {
    private static let file = "cluster/5-next.yaml"

    /// The secrets of a configuration, as they stand there.
    private static func secrets() throws -> [String] {
        String(decoding: try TestData.bytes(file), as: UTF8.self).split(separator: "\n")
            .compactMap { line in
                let words = line.split(separator: " ")
                return words.first == "secret:" ? String(words[1]) : nil
            }
    }

    /// What only plaintexts hold: of the values that `HonestEtcd` stores.
    private static let plaintext = Array(#""namespace":"bulk"},"type""#.utf8)

    /// The bytes of each key, each key's text, and the plaintexts.
    private func check(
        _ process: Int32,
        keys allowed: ClosedRange<Int>,
        plaintexts: [[UInt8]],
    ) throws {
        let texts = try Self.secrets()
        let keys = try texts.map { [UInt8](try #require(Data(base64Encoded: $0))) }
        #expect(!keys.isEmpty)
        let unpadded = texts.map { Array($0.utf8.prefix { $0 != UInt8(ascii: "=") }) }
        let counts = try ProcessMemory.counts(of: keys + unpadded + plaintexts, in: process)
        for index in keys.indices {
            #expect(
                allowed.contains(counts[index]),
                "key \(index + 1) lies in memory \(counts[index]) times"
            )
            let text = counts[keys.count + index]
            #expect(text == 0, "the text of key \(index + 1) lies in memory \(text) times")
        }
        for (plaintext, count) in zip(plaintexts, counts.suffix(plaintexts.count)) {
            #expect(count == 0, "\(String(decoding: plaintext, as: UTF8.self)): \(count) times")
        }
        #expect(try ProcessMemory.lockedKilobytes(of: process) > 0)
    }

    @Test("at the question of a rotation: each key once, and nothing of its text or of a value")
    func question() async throws {
        let etcd = try await LyingEtcd(Lie("nothing"))
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            [
                "rotate", "--config", TestData.path(Self.file), "--endpoints", etcd.endpoint,
                "--undo-log", "log",
            ],
            directory: folder.path
        )
        try terminal.wait(for: "Type yes to go on: ")
        let process = try #require(terminal.command)
        try check(process, keys: 1...1, plaintexts: [Self.plaintext])
        terminal.type("no\r")
        #expect(terminal.finish() == 1)
        withExtendedLifetime(etcd) {}
    }

    @Test("at the question of a rotation to a plugin: its seeds where they are kept, nowhere else")
    func seeds() async throws {
        let etcd = try await LyingEtcd(Lie("nothing"))
        let folder = try TemporaryFolder()
        let plugin = try await TestPlugin(at: folder.file("s"))
        let file = try folder.write(
            KMSRotationTests.file(KMSRotationTests.plugin(plugin)),
            to: "next.yaml"
        )
        let terminal = try PseudoTerminal(
            ["rotate", "--config", file, "--endpoints", etcd.endpoint, "--undo-log", "log"],
            directory: folder.path
        )
        try terminal.wait(for: "Type yes to go on: ")
        let process = try #require(terminal.command)
        let seeds = plugin.entries.values.map(\.plaintext)
        #expect(seeds.count == 1)
        let counts = try ProcessMemory.counts(of: seeds + [Self.plaintext], in: process)
        // What seals, and what the plugin gave back, which proves it.
        #expect((1...2).contains(counts[0]), "the seed lies in memory \(counts[0]) times")
        #expect(counts[1] == 0)
        terminal.type("no\r")
        #expect(terminal.finish() == 1)
        withExtendedLifetime(etcd) {}
    }

    @Test("at the end of a dry run over a snapshot, its output not read yet")
    func dryRun() async throws {
        let folder = try TemporaryFolder()
        // A pipe that is full: the first byte of output waits.
        let script = """
            mkfifo ../$0.pipe
            exec 3<> ../$0.pipe
            head -c 65536 /dev/zero >&3
            "$KENC" rotate --dry-run --config "$1" --snapshot "$2" --workers 4 >&3 2> ../$0.err &
            kenc=$!
            echo $kenc > ../$0.new && mv ../$0.new ../$0.pid
            until [ -e ../$0.go ]; do sleep 0.05; done
            kill -TERM $kenc
            wait $kenc
            cat ../$0.err
            rm ../$0.*
            """
        async let run = Shell.run(
            script,
            [
                URL(filePath: folder.path).lastPathComponent, TestData.path(Self.file),
                TestData.path("cluster/stage-4-wild.db"),
            ],
            in: folder
        )
        let limit = ContinuousClock.now + .seconds(60)
        var process: Int32?
        while process == nil, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(50))
            let text = try? String(contentsOfFile: folder.path + ".pid", encoding: .utf8)
            process = text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        let kenc = try #require(process)
        while !Self.isWriting(kenc), ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(Self.isWriting(kenc))
        do {
            // Of the recorded cluster's secrets, plain and in base64.
            // The keys may be gone by then.
            try check(kenc, keys: 0...1, plaintexts: [Array("\"kind\":\"Secret\"".utf8)])
        } catch {
            Issue.record(error)
        }
        _ = FileManager.default.createFile(atPath: folder.path + ".go", contents: nil)
        #expect(try await run.outputText == "")
    }

    /// Whether a thread waits to write to standard output.
    private static func isWriting(_ process: Int32) -> Bool {
        let folder = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.contains { thread in
            // The number of write, and its first argument.
            (try? String(contentsOfFile: "\(folder)/\(thread)/syscall", encoding: .utf8))?
                .hasPrefix("1 0x1 ") ?? false
        }
    }
}

#endif
