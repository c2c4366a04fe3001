internal import EncryptionConfig
internal import KeyMaterial

extension PluginKeyring {
    /// What came of asking for a key.
    enum Answer: Sendable {
        case key(SecretKey)
        case trouble(PluginTrouble)
    }

    /// A key, and who is asked for it: entries of one name need not be one plugin.
    struct Question: Sendable, Hashable {
        let plugin: KMSDefinition
        let wrapped: WrappedKey
    }

    /// What a plugin says of itself, and what is sealed through it.
    struct Standing: Sendable {
        /// Which KEK it named last, in an answer that a server takes; nil in version 1.
        var keyID: KeyID?
        /// When it did.
        var heard: ContinuousClock.Instant?
        /// When it was asked last, with or without success.
        var asked: ContinuousClock.Instant?
        /// The seed of version 2 that values are sealed from.
        var seed: WriteSource?
        /// Keys of version 1 that nobody has used.
        var keys: [WriteSource] = []
        /// How many more are being made.
        var coming = 0
        /// How many of both the batches under way may need.
        var promised = 0
        /// The KEKs that were current at some time in this run.
        var keyIDs: Set<KeyID> = []

        /// The KEK that decides what is stale: that of the seed in use, else that of the status.
        var writingKeyID: KeyID? { seed?.wrapped.keyID ?? keyID }
    }

    struct State {
        /// Two generations: what is asked for again moves to the new one.
        ///
        /// In version 1 every value has a key of its own, and a million of them are not worth keeping.
        private var recent: [Question: Answer] = [:]
        private var older: [Question: Answer] = [:]
        var standings: [KMSDefinition: Standing] = [:]
        var running: [Question: Task<Void, Never>] = [:]
        var renewals: [KMSDefinition: Task<PluginTrouble?, Never>] = [:]
        var timeouts: [KMSDefinition: Int] = [:]
        var calls = 0
        var tallies: [KMSDefinition: SourceTally] = [:]

        /// How many answers make a generation: more than the batches in flight can need at once.
        var generationLimit = 65_536

        mutating func find(_ question: Question) -> Answer? {
            if let answer = recent[question] { return answer }
            if let answer = older.removeValue(forKey: question) {
                recent[question] = answer
                return answer
            }
            // The seed in use is needed for every value that is sealed.
            guard let seed = standings[question.plugin]?.seed, seed.wrapped == question.wrapped
            else { return nil }
            return .key(seed.reopened)
        }

        mutating func add(_ answer: Answer, to question: Question) {
            if recent.count >= generationLimit {
                older = recent
                recent = [:]
            }
            recent[question] = answer
        }

        /// Every key that is kept.
        var keys: [(question: Question, secret: SecretKey)] {
            [older, recent].flatMap { answers in
                answers.compactMap { question, answer in
                    if case .key(let secret) = answer { (question, secret) } else { nil }
                }
            }
        }

        /// Lets what was refused be asked for again.
        mutating func forgetTroubles() {
            func isKey(_ answer: Answer) -> Bool {
                if case .key = answer { true } else { false }
            }
            recent = recent.filter { isKey($0.value) }
            older = older.filter { isKey($0.value) }
            timeouts = [:]
        }
    }
}
