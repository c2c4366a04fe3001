#if Etcd

public import EncryptionConfig
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
public import KMSClient
import Synchronization

/// A KMS plugin of both versions on a real unix socket.
///
/// It remembers every key that it encrypted, so that what it gives back needs no cryptography, and a
/// recorded plugin is replayed by what it remembers. Its ciphertexts are random.
public final class TestPlugin: Sendable {
    /// How it behaves; everything is as it should be until a test changes it.
    public struct Conduct: Sendable {
        /// What `Status` names as version.
        public var version = "v2"
        /// What `Status` says of its health.
        public var healthz = "ok"
        /// The KEK in use.
        public var keyID = "kek-1"
        /// What `Encrypt` names instead.
        public var encryptKeyID: String?
        /// What `Encrypt` adds, and `Decrypt` wants back.
        public var annotations: [String: [UInt8]] = [:]
        /// How long ciphertexts are.
        public var ciphertextCount = 48
        /// What `Version` answers.
        public var versionOne = "v1beta1"
        /// The versions that it speaks.
        public var speaks: Set<KMSDefinition.Version> = [.v1, .v2]
        /// How long it takes for a call.
        public var delays: [PluginCall: Duration] = [:]
        /// What it refuses, and its words.
        public var refusals: [PluginCall: String] = [:]
        /// What it is asked when it dies in the middle.
        public var dies: Set<PluginCall> = []
        /// Whether it decrypts to something else.
        public var isConfused = false
        /// What holds the KEK; nil for remembering.
        public var cipher: Cipher?

        /// As it should be.
        public init() {}
    }

    /// Encryption by a KEK that lies elsewhere.
    public struct Cipher: Sendable {
        let encrypt: @Sendable (_ plaintext: [UInt8], _ keyID: String) throws -> [UInt8]
        let decrypt: @Sendable (_ ciphertext: [UInt8], _ keyID: String) throws -> [UInt8]
    }

    /// A key or seed that it encrypted.
    public struct Entry: Sendable {
        /// What it decrypts to.
        public var plaintext: [UInt8]
        /// The KEK; empty in version 1.
        public var keyID = ""
        /// What has to come back with it.
        public var annotations: [String: [UInt8]] = [:]

        /// An entry of version 1.
        public init(plaintext: [UInt8]) {
            self.plaintext = plaintext
        }
    }

    private struct State {
        var conduct = Conduct()
        var entries: [[UInt8]: Entry] = [:]
        var calls: [PluginCall: Int] = [:]
        var running: (server: GRPCServer<HTTP2ServerTransport.Posix>, task: Task<Void, Never>)?
    }

    /// Where it listens.
    public let path: String
    private let state = Mutex(State())

    /// Starts it at once.
    ///
    /// - Parameters:
    ///   - path: Where it listens; short, as a socket's name must be.
    ///   - entries: What it encrypted in another life.
    ///   - conduct: How it behaves.
    /// - Throws: When it cannot listen there.
    public init(
        at path: String,
        remembering entries: [[UInt8]: Entry] = [:],
        _ conduct: Conduct = Conduct(),
    ) async throws {
        self.path = path
        state.withLock {
            $0.entries = entries
            $0.conduct = conduct
        }
        try await start()
    }

    deinit {
        state.withLock { $0.running?.task.cancel() }
        unlink(path)
    }

    /// Starts it again after ``stop()``.
    public func start() async throws {
        unlink(path)
        let server = GRPCServer(
            transport: HTTP2ServerTransport.Posix(
                address: .unixDomainSocket(path: path),
                transportSecurity: .plaintext
            ),
            services: [PluginService(self)]
        )
        let task = Task { _ = try? await server.serve() }
        _ = try await server.transport.listeningAddress
        state.withLock { $0.running = (server, task) }
    }

    /// Ends it without a word to those who wait; its socket's file stays.
    public func stop() async {
        let running = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        running?.task.cancel()
        await running?.task.value
    }

    /// Changes how it behaves from now on.
    public func conduct(_ change: (inout Conduct) -> Void) {
        state.withLock { change(&$0.conduct) }
    }

    /// How often each call was made.
    public var calls: [PluginCall: Int] { state.withLock { $0.calls } }

    /// Forgets what was counted.
    public func forgetCalls() { state.withLock { $0.calls = [:] } }

    /// Everything it encrypted, by ciphertext.
    public var entries: [[UInt8]: Entry] { state.withLock { $0.entries } }
}

extension TestPlugin {
    /// Counts a call, and does what spoils it.
    func begin(_ call: PluginCall, _ version: KMSDefinition.Version) async throws -> Conduct {
        let conduct = state.withLock { state in
            state.calls[call, default: 0] += 1
            return state.conduct
        }
        guard conduct.speaks.contains(version) else {
            throw RPCError(code: .unimplemented, message: "unknown service")
        }
        if conduct.dies.contains(call) {
            Task { await self.stop() }
            try await Task.sleep(for: .seconds(60))
        }
        if let delay = conduct.delays[call] { try await Task.sleep(for: delay) }
        if let words = conduct.refusals[call] { throw RPCError(code: .unknown, message: words) }
        return conduct
    }

    func encrypt(
        _ plaintext: [UInt8],
        _ conduct: Conduct,
        isVersionOne: Bool,
    ) throws -> [UInt8] {
        if let cipher = conduct.cipher { return try cipher.encrypt(plaintext, conduct.keyID) }
        let random = (0..<min(32, conduct.ciphertextCount)).map { _ in UInt8.random(in: 0...255) }
        let ciphertext =
            random + [UInt8](repeating: 0, count: conduct.ciphertextCount - random.count)
        var entry = Entry(plaintext: plaintext)
        if !isVersionOne {
            entry.keyID = conduct.encryptKeyID ?? conduct.keyID
            entry.annotations = conduct.annotations
        }
        state.withLock { $0.entries[ciphertext] = entry }
        return ciphertext
    }

    func decrypt(
        _ ciphertext: [UInt8],
        keyID: String,
        _ annotations: [String: [UInt8]],
        _ conduct: Conduct,
    ) throws -> [UInt8] {
        if let cipher = conduct.cipher {
            do {
                return try cipher.decrypt(ciphertext, keyID.isEmpty ? conduct.keyID : keyID)
            } catch {
                throw RPCError(code: .unknown, message: "\(error)")
            }
        }
        guard let entry = state.withLock({ $0.entries[ciphertext] }) else {
            throw RPCError(code: .unknown, message: "no such ciphertext")
        }
        guard entry.keyID == keyID else {
            throw RPCError(code: .invalidArgument, message: "unknown key ID")
        }
        guard entry.annotations == annotations else {
            throw RPCError(code: .invalidArgument, message: "invalid annotations")
        }
        return conduct.isConfused ? entry.plaintext.map { ~$0 } : entry.plaintext
    }
}

#endif
