import EtcdModel
import Foundation
import KubernetesModel
import Providers
import Rotation
import Survey
import TestSupport
import Testing

/// An undo log that somebody changed: what it holds is never believed.
@Suite("a changed undo log")
struct UndoTamperingTests {
    private let folder: TemporaryFolder
    private let cluster: Cluster

    init() throws {
        folder = try TemporaryFolder()
        cluster = try Cluster.wild()
    }

    /// A rotated store and the lines of its log.
    private func rotated() async throws -> (MemoryStore, [String]) {
        let store = MemoryStore(cluster)
        let chains = try Chains.load(Chains.next)
        let header = UndoHeader(clusterID: "cafe", configurationHash: "sha256:00", time: 1)
        let writer = try UndoLogWriter(path: folder.file("undo"), header: header, chains: chains)
        _ = try await RotationJob.test(chains)
            .run(on: store, journal: writer, stop: StopSignal())
        let text = String(decoding: try folder.read("undo"), as: UTF8.self)
        return (store, text.split(separator: "\n").map(String.init))
    }

    private func undo(
        _ lines: [String],
        _ store: MemoryStore,
        configuration: String = Chains.next,
        allowingUnsealed: Bool = false,
    ) async throws -> UndoResult {
        let path = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "log")
        let chains = try Chains.load(configuration)
        var options = RotationJob.Options()
        options.rate = nil
        let log = try UndoLogReader(
            path: path,
            chains: chains,
            allowingUnsealed: allowingUnsealed
        )
        return try await UndoJob(
            chains: chains,
            prefix: EtcdPrefix("/registry"),
            options: options
        ).run(log, on: store, stop: StopSignal())
    }

    /// The same log as an earlier kenc wrote it, without authentication codes.
    private static func unsealed(_ lines: [String]) -> [String] {
        lines.map { line in
            var line = line
            if let code = line.range(of: ",\"mac\":") { line = line[..<code.lowerBound] + "}" }
            if let salt = line.range(of: ",\"salt\":") { line = line[..<salt.lowerBound] + "}" }
            return line.replacingOccurrences(of: "{\"kencUndoLog\":2", with: "{\"kencUndoLog\":1")
        }
    }

    private static func member(_ name: String, of line: String) -> Substring? {
        guard let start = line.range(of: "\"\(name)\":\"")?.upperBound,
            let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        return line[start..<end]
    }

    /// Puts another value into a record.
    private static func replacing(_ line: String, value: String) -> String {
        member("value", of: line).map { line.replacingOccurrences(of: $0, with: value) } ?? line
    }

    enum Change: String, CaseIterable {
        case value, key, createRevision, hash, plaintext, order, removed, doubled, header, otherLog
    }

    @Test("is refused at the line that was changed", arguments: Change.allCases)
    func sealed(_ change: Change) async throws {
        let (store, lines) = try await rotated()
        let before = store.values
        var changed = lines
        let index = try #require(
            lines.dropFirst(3).firstIndex { Self.member("value", of: $0) != nil }
        )
        switch change {
        case .value: changed[index] = Self.replacing(lines[index], value: "")
        case .key:
            let other = try #require(Self.member("key", of: lines[1]))
            let own = try #require(Self.member("key", of: lines[index]))
            changed[index] = lines[index].replacingOccurrences(of: own, with: other)
        case .createRevision:
            changed[index] = lines[index].replacingOccurrences(
                of: "createRevision\":",
                with: "createRevision\":1"
            )
        case .hash:
            let own = try #require(Self.member("newSHA256", of: lines[index]))
            let turned = String(own.reversed())
            changed[index] = lines[index].replacingOccurrences(of: own, with: turned)
        case .plaintext:
            let own = try #require(Self.member("value", of: lines[index]))
            changed[index] = lines[index].replacingOccurrences(
                of: "\"value\":\"\(own)\"",
                with: "\"plaintext\":true"
            )
        case .order: changed.swapAt(index, index + 1)
        case .removed: changed.remove(at: index)
        case .doubled: changed.insert(lines[index], at: index)
        case .header:
            changed[0] = lines[0].replacingOccurrences(of: "cafe", with: "beef")
        case .otherLog:
            // Sealed under the same key with another salt.
            let chains = try Chains.load(Chains.next)
            let header = UndoHeader(clusterID: "cafe", configurationHash: "sha256:00", time: 1)
            let writer = try UndoLogWriter(
                path: folder.file("second"),
                header: header,
                chains: chains
            )
            let text = String(decoding: try folder.read("second"), as: UTF8.self)
            #expect(writer.records == 0)
            changed[0] = String(text.dropLast())
        }
        #expect(changed != lines)
        // What stands before may be put back; nothing that the log did not say from the start.
        await #expect(throws: (any Error).self) { try await undo(changed, store) }
        for (key, held) in store.values {
            #expect(held.value == before[key]?.value || held.value == cluster.values[key]?.value)
        }
    }

    @Test("cut off behind a line, it puts back what it still holds")
    func cut() async throws {
        let (store, lines) = try await rotated()
        let result = try await undo(Array(lines.prefix(11)), store)
        #expect(result.restored == 10 && result.failures.isEmpty)
    }

    @Test("of another configuration is refused")
    func otherKeys() async throws {
        let (store, lines) = try await rotated()
        let old = String(decoding: try TestData.bytes("cluster/1-aescbc.yaml"), as: UTF8.self)
        #expect(old.contains("aescbc"))
        await #expect(throws: UndoLogError.self) {
            try await undo(lines, store, configuration: "1-aescbc.yaml")
        }
        #expect(store.writes == lines.count - 1)
    }

    @Test("without authentication codes is refused unless it is asked for, then works")
    func earlierFormat() async throws {
        let (store, lines) = try await rotated()
        let earlier = Self.unsealed(lines)
        await #expect { try await undo(earlier, store) } throws: { error in
            (error as? UndoLogError)?.remedy == .readUnsealed
        }
        let result = try await undo(earlier, store, allowingUnsealed: true)
        #expect(result.restored == lines.count - 1 && result.failures.isEmpty)
        for (key, held) in store.values { #expect(held.value == cluster.values[key]?.value) }
    }

    enum Lie: String, CaseIterable {
        case plaintext, empty, unknownKey, otherObject, olderContent, notEncrypted, system
    }

    @Test("does no harm even if nothing says that it was changed", arguments: Lie.allCases)
    func unsealedLies(_ lie: Lie) async throws {
        let (store, sealed) = try await rotated()
        var lines = Self.unsealed(sealed)
        let secrets = lines.indices.filter { index in
            Self.member("value", of: lines[index]) != nil
                && Self.keyText(lines[index]).hasPrefix("/registry/secrets/")
        }
        let (index, other) = (secrets[0], secrets[1])
        let key = Array(Self.keyText(lines[index]).utf8)
        let code: String
        switch lie {
        case .plaintext:
            let text = #"{"apiVersion":"v1","kind":"Secret"}"#
            lines[index] = Self.replacing(lines[index], value: Base64Text.encode(Array(text.utf8)))
            code = "plaintextInLog"
        case .empty:
            lines[index] = Self.replacing(lines[index], value: "")
            code = "plaintextInLog"
        case .unknownKey:
            let text = "k8s:enc:secretbox:v1:nobody:" + String(repeating: "x", count: 90)
            lines[index] = Self.replacing(lines[index], value: Base64Text.encode(Array(text.utf8)))
            code = "unknownKeyName"
        case .olderContent:
            let parts = Self.keyText(lines[index]).split(separator: "/").map(String.init)
            let text = """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"\(parts[3])",\
                "namespace":"\(parts[2])"}}
                """
            let sealed = try Chains.load(Chains.next).seal(
                plaintext: Array(text.utf8),
                etcdKey: Self.keyText(lines[index]),
                resource: "secrets"
            )
            lines[index] = Self.replacing(lines[index], value: Base64Text.encode(sealed))
            code = "otherContent"
        case .otherObject:
            let value = try #require(Self.member("value", of: lines[other]))
            lines[index] = Self.replacing(lines[index], value: String(value))
            code = ""
        case .notEncrypted:
            lines[index] = Self.replacing(lines[index], value: Base64Text.encode([1, 2, 3]))
            code = "plaintextInLog"
        case .system:
            let text = Base64Text.encode(Array("/registry/ranges/serviceips".utf8))
            let own = try #require(Self.member("key", of: lines[index]))
            lines[index] = lines[index].replacingOccurrences(of: own, with: text)
            code = "none"
        }
        let before = store.values[key]?.value
        let result = try await undo(lines, store, allowingUnsealed: true)
        if lie == .system {
            #expect(result.changed + result.deleted == 1)
        } else {
            #expect(result.failures.count == 1)
            let failure = try #require(result.failures.first)
            #expect(failure.key == key)
            #expect(code.isEmpty || failure.code == code, "\(failure.code)")
        }
        #expect(store.values[key]?.value == before)
    }

    private static func keyText(_ line: String) -> String {
        member("key", of: line).flatMap { Data(base64Encoded: String($0)) }
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test("a key that was deleted and made again is left alone")
    func madeAgain() async throws {
        let (store, lines) = try await rotated()
        let key = Array(Self.keyText(lines[5]).utf8)
        let value = try #require(store.values[key]?.value)
        store.delete(key)
        store.put(key, value)
        let result = try await undo(lines, store)
        #expect(result.changed == 1 && result.restored == lines.count - 2)
        #expect(store.values[key]?.value == value)
    }
}
