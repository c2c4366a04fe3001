internal import EncryptionConfig
internal import KeyMaterial
internal import Synchronization

/// Keys and seeds to seal with, made before a batch of values is sealed.
///
/// As an API server does: in version 2 one seed, encrypted once and renewed when the status names
/// another KEK; in version 1 a key for each value.
extension PluginKeyring {
    /// How long a status holds, as in Kubernetes: `kmsv2PluginHealthzPositiveInterval`.
    private static let statusLife = Duration.seconds(60)
    /// How long to leave a plugin alone that did not answer.
    private static let statusPause = Duration.seconds(10)
    /// How long a seed is used without a status that names its KEK, as in Kubernetes:
    /// `kmsv2PluginWriteDEKSourceMaxTTL`.
    private static let seedLife = Duration.seconds(180)

    /// Makes sure that so many values can be sealed through a plugin.
    ///
    /// - Parameters:
    ///   - count: How many values, at most; the promise lasts until ``release(_:of:)``.
    ///   - plugin: The plugin.
    /// - Throws: ``PluginWriteFailure``; then nothing was promised.
    func promise(_ count: Int, of plugin: KMSDefinition) async throws(PluginWriteFailure) {
        guard plugin.version == .v1 else { return try await renewSeed(of: plugin, fresh: false) }
        let missing = state.withLock { state in
            var standing = state.standings[plugin] ?? Standing()
            standing.promised += count
            let missing = max(0, standing.promised - standing.keys.count - standing.coming)
            standing.coming += missing
            state.standings[plugin] = standing
            return missing
        }
        do throws(PluginWriteFailure) {
            try await makeKeys(missing, for: plugin)
        } catch {
            release(count, of: plugin)
            throw error
        }
    }

    /// Ends a promise.
    func release(_ count: Int, of plugin: KMSDefinition) {
        guard plugin.version == .v1 else { return }
        state.withLock { $0.standings[plugin]?.promised -= count }
    }

    /// What the next value of a plugin is sealed from; nil where nothing was promised.
    func takeSource(of plugin: KMSDefinition) -> WriteSource? {
        state.withLock { state in
            guard plugin.version == .v1 else { return state.standings[plugin]?.seed }
            guard let source = state.standings[plugin]?.keys.popLast() else { return nil }
            let question = Question(plugin: plugin, wrapped: source.wrapped)
            state.add(.key(source.reopened), to: question)
            return source
        }
    }

    /// Asks every plugin for its status again, however lately it was heard.
    ///
    /// What was refused may be asked for again. A plugin that values were sealed through in this run
    /// has to answer.
    ///
    /// - Throws: ``PluginWriteFailure``.
    public func renew() async throws(PluginWriteFailure) {
        state.withLock { $0.forgetTroubles() }
        _ = await askStatus()
        let sealing = state.withLock { $0.standings.filter { $0.value.seed != nil }.map(\.key) }
        for plugin in sealing { try await renewSeed(of: plugin, fresh: true) }
    }

    /// Has a seed under the KEK that the plugin's status names.
    private func renewSeed(
        of plugin: KMSDefinition,
        fresh: Bool,
    ) async throws(PluginWriteFailure) {
        guard let client = clients[plugin] else {
            throw PluginWriteFailure(plugin: plugin, trouble: PluginTrouble(.noPlugin))
        }
        let renewal: Task<PluginTrouble?, Never>? = state.withLock { state in
            if let running = state.renewals[plugin] { return running }
            let standing = state.standings[plugin] ?? Standing()
            guard fresh || standing.isDue(Self.statusLife, Self.statusPause) else { return nil }
            let renewal = Task { await self.makeSeed(for: plugin, client) }
            state.renewals[plugin] = renewal
            return renewal
        }
        guard let trouble = await renewal?.value else { return }
        let mayGoOn = state.withLock { state in
            guard !fresh, let standing = state.standings[plugin], standing.seed != nil,
                let heard = standing.heard
            else { return false }
            return ContinuousClock.now - heard < Self.seedLife
        }
        guard mayGoOn else { throw PluginWriteFailure(plugin: plugin, trouble: trouble) }
    }

    /// Asks for the status, and makes a seed where there is none under its KEK.
    private func makeSeed(
        for plugin: KMSDefinition,
        _ client: any KeyUnwrapping,
    ) async -> PluginTrouble? {
        var trouble: PluginTrouble?
        do throws(PluginTrouble) {
            let status = try await client.status()
            if let trouble = status.trouble(of: plugin.version), trouble.code != .unhealthy {
                throw trouble
            }
            let seed = state.withLock { $0.standings[plugin]?.seed }
            if seed == nil || seed?.wrapped.keyID != status.keyID {
                let made = try await Self.makeSource(.seed, client)
                guard made.wrapped.keyID == status.keyID else {
                    throw PluginTrouble(.otherKeyID, made.wrapped.keyID?.text ?? "")
                }
                change(plugin) { $0.seed = made }
                seeds.add(1, ordering: .releasing)
            }
            note(status, of: plugin)
        } catch {
            trouble = error
        }
        state.withLock { state in
            state.standings[plugin, default: Standing()].asked = .now
            state.renewals[plugin] = nil
        }
        return trouble
    }

    /// Makes the keys of version 1 that were announced as coming, several at a time.
    private func makeKeys(
        _ count: Int,
        for plugin: KMSDefinition,
    ) async throws(PluginWriteFailure) {
        let client = clients[plugin]
        let trouble = await withTaskGroup(of: PluginTrouble?.self) { group in
            var trouble = client == nil ? PluginTrouble(.noPlugin) : nil
            for number in 0..<count {
                if number >= Self.callLimit, let failed = await group.next() { trouble = failed }
                guard trouble == nil, let client else {
                    state.withLock { $0.standings[plugin]?.coming -= count - number }
                    break
                }
                group.addTask { await self.makeKey(for: plugin, client) }
            }
            for await case let failed? in group { trouble = failed }
            return trouble
        }
        if let trouble { throw PluginWriteFailure(plugin: plugin, trouble: trouble) }
    }

    private func makeKey(
        for plugin: KMSDefinition,
        _ client: any KeyUnwrapping,
    ) async -> PluginTrouble? {
        let made: Result<WriteSource, PluginTrouble>
        do throws(PluginTrouble) {
            made = .success(try await Self.makeSource(.key, client))
        } catch {
            made = .failure(error)
        }
        return state.withLock { state in
            state.standings[plugin]?.coming -= 1
            switch made {
            case .success(let source):
                state.standings[plugin]?.keys.append(source)
                return nil
            case .failure(let trouble): return trouble
            }
        }
    }

    /// Has random bytes encrypted, and decrypted again.
    private static func makeSource(
        _ content: DataKeySource,
        _ client: any KeyUnwrapping,
    ) async throws(PluginTrouble) -> WriteSource {
        let secret = SecretKey.random(count: PluginLimits.seedCount)
        let wrapped = try await client.wrap(secret, as: content)
        if let trouble = wrapped.trouble { throw trouble }
        let reopened = try await client.unwrap(wrapped)
        guard reopened == secret else { throw PluginTrouble(.notTheSame) }
        return WriteSource(secret, wrapped, reopened: reopened)
    }
}

extension PluginKeyring.Standing {
    /// Whether the plugin is to be asked before something is sealed.
    fileprivate func isDue(_ life: Duration, _ pause: Duration) -> Bool {
        let now = ContinuousClock.now
        guard seed != nil, let heard else { return true }
        guard seed?.wrapped.keyID == keyID, now - heard < life else {
            return asked.map { now - $0 >= pause } ?? true
        }
        return false
    }
}

/// A promise that values can be sealed; ends with its last reference.
public final class SealingPromise: Sendable {
    private let keyring: PluginKeyring
    private let counts: [KMSDefinition: Int]

    /// Has the plugins make what so many values need.
    ///
    /// - Throws: ``PluginWriteFailure``.
    init(_ keyring: PluginKeyring, _ counts: [KMSDefinition: Int]) async throws(PluginWriteFailure)
    {
        self.keyring = keyring
        var made: [KMSDefinition: Int] = [:]
        for (plugin, count) in counts {
            do throws(PluginWriteFailure) {
                try await keyring.promise(count, of: plugin)
            } catch {
                for (plugin, count) in made { keyring.release(count, of: plugin) }
                throw error
            }
            made[plugin] = count
        }
        self.counts = counts
    }

    deinit {
        for (plugin, count) in counts { keyring.release(count, of: plugin) }
    }
}
