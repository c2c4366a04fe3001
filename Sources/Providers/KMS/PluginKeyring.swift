public import EncryptionConfig
public import KeyMaterial
internal import Synchronization

/// The data keys and seeds that a configuration's plugins gave back in a run: each is asked for
/// once, and wiped with the last reference to it.
///
/// Opening values asks nobody: what a batch of values needs is gathered first, see ``collect(_:into:)``
/// and ``unwrap(_:)``, so that the way of each value is free of waiting.
public final class PluginKeyring: Sendable {
    /// How many calls to one plugin run at once.
    static let callLimit = 8
    /// A plugin that let so many calls time out is not waited for again.
    private static let timeoutLimit = 3

    /// The plugins, with what stands in front of the values of each.
    private let plugins: [(definition: KMSDefinition, prefix: [UInt8])]
    let clients: [KMSDefinition: any KeyUnwrapping]
    let state = Mutex(State())
    /// Counts the changes of what plugins write with, so that who knows a number need not ask.
    let changes = Atomic(0)
    /// Counts the seeds that were made, for the same reason.
    let seeds = Atomic(0)
    private let misses = Atomic(0)

    /// Makes a keyring without keys.
    ///
    /// - Parameters:
    ///   - clients: Who asks each of the configuration's plugins.
    ///   - keepsAll: Whether every key stays, however many there are.
    public init(_ clients: [KMSDefinition: any KeyUnwrapping], keepsAll: Bool = false) {
        self.clients = clients
        if keepsAll { state.withLock { $0.generationLimit = .max } }
        plugins = clients.keys.map { ($0, $0.storedPrefix) }
            // In version 1 a name may hold a `:`, so that one may begin with another.
            .sorted { $0.prefix.count > $1.prefix.count }
    }

    /// How many keys the plugins were asked for.
    public var callCount: Int { state.withLock { $0.calls } }

    /// The keys that plugins gave back, with what they were asked; all of them in a keyring that keeps
    /// all, in no order.
    public var keys: [(wrapped: WrappedKey, secret: SecretKey)] {
        state.withLock { state in state.keys.map { ($0.question.wrapped, $0.secret) } }
    }

    /// The distinct sources that a plugin was asked for, and what came of it.
    public func tally(of plugin: KMSDefinition) -> SourceTally {
        state.withLock { $0.tallies[plugin] ?? SourceTally() }
    }

    /// How many values were met whose key nobody had asked for.
    public var missCount: Int { misses.load(ordering: .relaxed) }

    /// What came of asking for a key; nil if nobody has asked.
    func answer(to question: Question) -> Answer? {
        state.withLock { $0.find(question) }
    }

    /// The key that a value is about to be opened with; nil if there is none.
    func secret(_ question: Question) -> SecretKey? {
        switch answer(to: question) {
        case .key(let secret): return secret
        case .trouble: return nil
        case nil:
            if clients[question.plugin] != nil { misses.add(1, ordering: .relaxed) }
            return nil
        }
    }

    /// Whether a value is a plugin's.
    public static func isWrapped(_ stored: Span<UInt8>) -> Bool {
        stored.starts(with: "k8s:enc:kms:", at: 0)
    }

    /// Notes the key that a value needs, if it is a plugin's and its key is not there yet.
    public func collect(_ stored: Span<UInt8>, into needs: inout Needs) {
        guard needs.known.find(stored) == nil else { return }
        for index in plugins.indices {
            let prefix = plugins[index].prefix
            guard stored.starts(with: prefix, 0..<prefix.count, at: 0),
                let envelope = Envelope(
                    stored,
                    from: prefix.count,
                    version: plugins[index].definition.version
                )
            else { continue }
            _ = needs.known.note(stored, envelope)
            let plugin = plugins[index].definition
            let question = Question(
                plugin: plugin,
                wrapped: envelope.wrappedKey(in: stored, of: plugin.name)
            )
            if answer(to: question) == nil { needs.questions.insert(question) }
        }
    }

    /// The keys that a batch of values needs.
    public struct Needs: Sendable {
        fileprivate var questions: Set<Question> = []
        fileprivate var known = KnownMessages()

        /// None yet.
        public init() {}

        /// Whether every key is there already.
        public var isEmpty: Bool { questions.isEmpty }
    }

    /// Asks the plugins for these keys, several at a time.
    public func unwrap(_ needs: Needs) async {
        guard !needs.questions.isEmpty else { return }
        await withTaskGroup(of: Void.self) { group in
            for (count, question) in needs.questions.enumerated() {
                if count >= Self.callLimit { await group.next() }
                group.addTask { await self.ask(question) }
            }
        }
    }

    /// Asks one question, or waits for the answer where another batch has asked it already.
    private func ask(_ question: Question) async {
        guard let client = clients[question.plugin] else { return }
        let call: Task<Void, Never>? = state.withLock { state in
            if state.find(question) != nil { return nil }
            if let running = state.running[question] { return running }
            guard state.timeouts[question.plugin, default: 0] < Self.timeoutLimit else {
                let trouble = PluginTrouble(.timeout)
                state.tallies[question.plugin, default: SourceTally()].add(question, trouble)
                state.add(.trouble(trouble), to: question)
                return nil
            }
            state.calls += 1
            let call = Task { await self.ask(question, client) }
            state.running[question] = call
            return call
        }
        await call?.value
    }

    private func ask(_ question: Question, _ client: any KeyUnwrapping) async {
        let answer: Answer
        do throws(PluginTrouble) {
            let key = try await client.unwrap(question.wrapped)
            let isUsable =
                question.wrapped.content == .seed
                ? key.count >= PluginLimits.seedCount : [16, 24, 32].contains(key.count)
            answer = isUsable ? .key(key) : .trouble(PluginTrouble(.unusableKey))
        } catch {
            answer = .trouble(error)
        }
        state.withLock { state in
            var trouble: PluginTrouble?
            if case .trouble(let cause) = answer { trouble = cause }
            if trouble?.code == .timeout { state.timeouts[question.plugin, default: 0] += 1 }
            state.tallies[question.plugin, default: SourceTally()].add(question, trouble)
            state.add(answer, to: question)
            state.running[question] = nil
        }
    }
}

extension ResourceChains {
    /// Asks the plugins for the keys that these values need; what they do not give shows when the
    /// values are opened.
    public func unwrapKeys(of values: [[UInt8]]) async {
        guard let keyring else { return }
        var needs = PluginKeyring.Needs()
        for stored in values { keyring.collect(stored.span, into: &needs) }
        await keyring.unwrap(needs)
    }
}

extension ProviderChain {
    /// Why the plugin of a value gave no key for it; nil if none was asked.
    func trouble(of stored: Span<UInt8>) -> PluginTrouble? {
        for provider in providers {
            guard let plugin = provider.kms, let keyring = provider.keyring,
                stored.starts(with: provider.prefix, 0..<provider.prefix.count, at: 0),
                let envelope = Envelope(
                    stored,
                    from: provider.prefix.count,
                    version: plugin.version
                )
            else { continue }
            let wrapped = envelope.wrappedKey(in: stored, of: plugin.name)
            let question = PluginKeyring.Question(plugin: plugin, wrapped: wrapped)
            if case .trouble(let trouble) = keyring.answer(to: question) { return trouble }
        }
        return nil
    }
}

extension KMSDefinition {
    /// What every value of the plugin starts with.
    var storedPrefix: [UInt8] { Array("k8s:enc:kms:\(version.rawValue):\(name.text):".utf8) }
}
