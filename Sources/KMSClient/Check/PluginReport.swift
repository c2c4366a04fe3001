public import Providers

/// What a check saw of a plugin.
public struct PluginReport: Sendable {
    /// What it said of itself; nil where it did not answer.
    public internal(set) var status: PluginStatus?
    /// How long its slowest answer to each call took, or the wait for none.
    public internal(set) var durations: [PluginCall: Duration] = [:]
    /// What the API server would not take, in the order it was met.
    public internal(set) var problems: [PluginProblem] = []

    init() {}
}

/// What is asked of a plugin.
public enum PluginCall: String, Sendable, Hashable, CaseIterable {
    /// `Status`; `Version` in version 1.
    case status
    /// `Encrypt`.
    case encrypt
    /// `Decrypt`.
    case decrypt
}

/// Something in a plugin's answers that the API server would not take.
public struct PluginProblem: Sendable, Hashable {
    /// What fails for an API server because of it.
    public enum Effect: String, Sendable, Hashable, CaseIterable {
        /// A server that starts now neither reads nor writes through the plugin.
        case start
        /// A running server refuses to load a configuration with this plugin.
        case reload
        /// Values that no server has read lately cannot be read.
        case reads
        /// A running server stops writing.
        case writes
    }

    /// The call that was answered so, or not at all.
    public let call: PluginCall
    /// What is wrong.
    public let trouble: PluginTrouble
    /// What fails because of it.
    public let effects: [Effect]
}
