/// Why a plugin did not do what it was asked, in kinds that call for different remedies.
///
/// Holds no secret: of the plugin's own words only what may be shown.
public struct PluginTrouble: Error, Sendable, Hashable {
    /// The kind of trouble.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Nobody was given who could ask this plugin.
        case noPlugin
        /// The escrow does not hold the key, and nobody else was given who could ask for it.
        case notInEscrow
        /// The socket's file does not exist.
        case socketMissing
        /// The socket may not be used by this user.
        case permission
        /// The socket exists, and nobody listens.
        case nobodyListens
        /// No answer within the configuration's time limit.
        case timeout
        /// The connection ended in the middle of a call, or what listens speaks something else.
        case connectionLost
        /// The plugin says that it is not well.
        case unhealthy
        /// The plugin speaks another version of the interface.
        case wrongVersion
        /// The plugin does not know the key id it was asked for.
        case unknownKeyID
        /// The plugin refused the annotations, or gave some that a server refuses.
        case annotations
        /// The plugin gave an encrypted key or a key id that is too large for a server.
        case tooLarge
        /// The plugin gave an empty encrypted key or key id.
        case empty
        /// `Encrypt` answered with another key id than `Status`.
        case otherKeyID
        /// What came back is no key: of a length that nothing can be opened with.
        case unusableKey
        /// What the plugin decrypted is not what it had encrypted.
        case notTheSame
        /// The plugin refused for a reason of its own.
        case refused
    }

    /// The kind.
    public let code: Code
    /// The plugin's or the system's own words, made fit to be shown; empty for none.
    public let detail: String

    /// Makes a trouble.
    ///
    /// - Parameters:
    ///   - code: The kind.
    ///   - detail: Words of the plugin or the system; control characters are taken out, and no more
    ///     than 200 characters are kept.
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        var shown = String.UnicodeScalarView()
        for scalar in detail.unicodeScalars.prefix(200) {
            let category = scalar.properties.generalCategory
            shown.append(category == .control || category == .format ? " " : scalar)
        }
        self.detail = String(shown)
    }
}

extension PluginTrouble: CustomStringConvertible {
    /// The kind in words, and the plugin's own.
    public var description: String { detail.isEmpty ? code.words : "\(code.words): \(detail)" }
}

extension PluginTrouble.Code {
    /// The kind in words.
    fileprivate var words: String {
        switch self {
        case .noPlugin: "no plugin can be asked here"
        case .notInEscrow: "the escrow does not hold the value's key"
        case .socketMissing: "the plugin's socket does not exist"
        case .permission: "the plugin's socket may not be used by this user"
        case .nobodyListens: "nobody listens at the plugin's socket"
        case .timeout: "the plugin did not answer in time"
        case .connectionLost: "the connection to the plugin was lost"
        case .unhealthy: "the plugin is not healthy"
        case .wrongVersion: "the plugin speaks another version of the interface"
        case .unknownKeyID: "the plugin does not know the key id"
        case .annotations: "the plugin's annotations are refused"
        case .tooLarge: "the plugin's answer is larger than a server takes"
        case .empty: "the plugin's answer is empty"
        case .otherKeyID: "the plugin encrypts with another key id than its status names"
        case .unusableKey: "what the plugin decrypted is no key"
        case .notTheSame: "what the plugin decrypted is not what it had encrypted"
        case .refused: "the plugin refused"
        }
    }
}
