public import EncryptionConfig
internal import KeyMaterial
public import Providers

/// Asks a plugin all that an API server would, and judges the answers as it does.
///
/// As in Kubernetes: `isKMSv2ProviderHealthyAndMaybeRotateDEK` and `kmsPluginProbe.check` in
/// `encryptionconfig/config.go`. Nothing is stored anywhere: the secrets that are encrypted are
/// random, and forgotten.
public enum PluginCheck {
    /// `Status`, `Encrypt` of two secrets, and `Decrypt` of what came back.
    ///
    /// - Parameters:
    ///   - plugin: The plugin, which keeps to its time limit by itself.
    ///   - version: The version of the interface in the configuration.
    /// - Returns: What was seen.
    public static func run(
        _ plugin: some KeyUnwrapping,
        version: KMSDefinition.Version,
    ) async -> PluginReport {
        var check = Run(plugin: plugin, version: version)
        guard await check.askStatus() else { return check.report }
        for _ in 0..<2 {
            let secret = SecretKey.random(count: PluginLimits.seedCount)
            guard let wrapped = await check.encrypt(secret) else { break }
            await check.decrypt(wrapped, secret)
        }
        return check.report
    }

    private struct Run<Plugin: KeyUnwrapping> {
        let plugin: Plugin
        let version: KMSDefinition.Version
        var report = PluginReport()

        /// Whether the plugin can be asked for more.
        mutating func askStatus() async -> Bool {
            do throws(PluginTrouble) {
                let status = try await timed(.status) { plugin async throws(PluginTrouble) in
                    try await plugin.status()
                }
                report.status = status
                guard let trouble = status.trouble(of: version) else { return true }
                note(.status, trouble)
                // In version 1 nothing may be asked of another version.
                return version == .v2 || trouble.code != .wrongVersion
            } catch {
                note(.status, error)
                return false
            }
        }

        mutating func encrypt(_ secret: SecretKey) async -> WrappedKey? {
            let content: DataKeySource = version == .v2 ? .seed : .key
            do throws(PluginTrouble) {
                let wrapped = try await timed(.encrypt) { plugin async throws(PluginTrouble) in
                    try await plugin.wrap(secret, as: content)
                }
                if let trouble = wrapped.trouble {
                    note(.encrypt, trouble)
                } else if wrapped.keyID != report.status?.keyID {
                    note(.encrypt, PluginTrouble(.otherKeyID, wrapped.keyID?.text ?? ""))
                }
                return wrapped
            } catch {
                note(.encrypt, error)
                return nil
            }
        }

        mutating func decrypt(_ wrapped: WrappedKey, _ secret: SecretKey) async {
            do throws(PluginTrouble) {
                let opened = try await timed(.decrypt) { plugin async throws(PluginTrouble) in
                    try await plugin.unwrap(wrapped)
                }
                if opened != secret { note(.decrypt, PluginTrouble(.notTheSame)) }
            } catch {
                note(.decrypt, error)
            }
        }

        private mutating func timed<Answer>(
            _ call: PluginCall,
            _ body: (Plugin) async throws(PluginTrouble) -> Answer,
        ) async throws(PluginTrouble) -> Answer {
            let start = ContinuousClock.now
            defer {
                report.durations[call] = max(report.durations[call] ?? .zero, .now - start)
            }
            return try await body(plugin)
        }

        /// The same trouble twice is one problem.
        private mutating func note(_ call: PluginCall, _ trouble: PluginTrouble) {
            let problem = PluginProblem(
                call: call,
                trouble: trouble,
                effects: Self.effects(of: trouble, in: call, version)
            )
            if !report.problems.contains(problem) { report.problems.append(problem) }
        }

        private static func effects(
            of trouble: PluginTrouble,
            in call: PluginCall,
            _ version: KMSDefinition.Version,
        ) -> [PluginProblem.Effect] {
            switch (version, call) {
            // A wrong word for its health is reported, and keeps a reload off; writes go on.
            case (.v2, .status) where trouble.code == .unhealthy: [.reload]
            // Without a status the seed in use may be used for three minutes more.
            case (.v2, .status): [.start, .reload, .writes]
            // The seed in use stays in use as long as the status names its key id.
            case (.v2, .encrypt): [.start, .reload]
            // No server tries it beforehand.
            case (.v2, .decrypt): [.reads]
            // Asked before all else.
            case (.v1, .status): [.start, .reload, .reads, .writes]
            // Its health is whether both work.
            case (.v1, .encrypt): [.reload, .writes]
            case (.v1, .decrypt): [.reload, .reads]
            }
        }
    }
}
