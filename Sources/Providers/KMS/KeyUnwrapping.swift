public import KeyMaterial

/// The port to a KMS plugin: what opening and sealing its values needs of it, and nothing of how it
/// is reached.
///
/// One for each `kms` entry of a configuration. Calls may come from many tasks at once. A secret
/// that comes back lies in memory that is wiped.
public protocol KeyUnwrapping: Sendable {
    /// Asks what the plugin says of itself.
    ///
    /// A plugin of version 1 has no key id: it is asked for its version, `healthz` is `ok` where it
    /// answers, and ``PluginStatus/keyID`` is nil.
    ///
    /// - Throws: ``PluginTrouble`` where it does not answer; an answer that a server would refuse is
    ///   no trouble here, see ``PluginStatus/trouble(of:)``.
    func status() async throws(PluginTrouble) -> PluginStatus

    /// Has the plugin decrypt a key or seed.
    ///
    /// - Throws: ``PluginTrouble``; what came back is not judged here.
    func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey

    /// Has the plugin encrypt a fresh key or seed.
    ///
    /// - Parameters:
    ///   - secret: Random bytes that will seal values.
    ///   - content: What they are.
    /// - Returns: The wrapped key, under the name that the configuration has for the plugin. What
    ///   came back is not judged here.
    /// - Throws: ``PluginTrouble``.
    func wrap(_ secret: SecretKey, as content: DataKeySource) async throws(PluginTrouble)
        -> WrappedKey
}

/// What a plugin says of itself (`Status` of version 2, `Version` of version 1).
public struct PluginStatus: Sendable, Hashable {
    /// Which KEK it encrypts with now; nil in version 1.
    public let keyID: KeyID?
    /// The version of its interface, for example `v2`.
    public let version: String
    /// `ok`, or what is wrong.
    public let healthz: String

    /// Puts a status together.
    public init(keyID: KeyID?, version: String, healthz: String) {
        self.keyID = keyID
        self.version = version
        self.healthz = healthz
    }
}
