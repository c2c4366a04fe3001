public import EncryptionConfig
public import KubernetesModel

/// What a plan is to reach.
public enum PlanGoal: Sendable {
    /// A fresh key for everything that is encrypted.
    case rotate
    /// Exactly these contents.
    case to(EditableConfiguration)
    /// Encryption of these resources begins.
    case encrypt([ResourceSelector])
    /// These resources are stored as plaintext again.
    case decrypt([ResourceSelector])
    /// Keys that nothing needs go.
    case dropUnused
    /// A plugin's key was changed inside the plugin.
    case keyInsidePlugin(KeyName)
}

/// What more is wanted, and what is known.
public struct PlanConditions: Sendable {
    /// Only these resources; empty for all.
    public var resources: [ResourceSelector] = []
    /// The provider of a fresh key; without it that of the key it replaces.
    public var kind: ProviderKind?
    /// The name of a fresh key.
    public var keyName: KeyName?
    /// Keep the next key as last reader, so that the next rotation needs one rollout.
    public var standby = false
    /// The old keys are in somebody else's hands.
    public var leaked = false
    /// There is exactly one API server, and nobody goes back after the first write.
    public var singleServer = false
    /// What is stored.
    public var holdings = Holdings.unknown
    /// For the name of a fresh key.
    public var year: Int
    /// For the name of a fresh key.
    public var month: Int

    /// Nothing but the date.
    public init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }
}
