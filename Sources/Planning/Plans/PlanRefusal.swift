public import EncryptionConfig

/// Why there is no safe way to a goal.
public enum PlanRefusal: Error, Sendable, Equatable {
    /// The goal has a key of a known name with other bytes.
    case sameNameOtherBytes(ValueClass, resource: String)
    /// Values on what the goal would drop cannot be read now, so they cannot be moved either.
    case unreadable(values: Int)
    /// Nothing may be called unused unless the whole store was seen.
    case needsStore
    /// No entry writes with a key that a rotation could replace.
    case nothingToRotate
    /// The plugin writes, and the plugin rotates its own key.
    case pluginRotatesItself(KeyName)
    /// The configuration has no such plugin that writes.
    case unknownPlugin(KeyName)
    /// The key that was to be made is there already.
    case keyExists(KeyName)
    /// No order of files is safe for this resource.
    case unsafe(String)
    /// A stage cannot be written as one file that the API server takes.
    case notWritable(EditRefusal)
}
