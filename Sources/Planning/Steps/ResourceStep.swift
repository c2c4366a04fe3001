/// What a step between two files does to one kind of resource.
public struct ResourceStep: Sendable {
    /// One key that the old file reads with, and what the new one makes of what it wrote.
    public struct Reader: Sendable {
        /// What a value on the key is.
        public let valueClass: ValueClass
        /// The provider's position in the old chain.
        public let providerIndex: Int
        /// The key's position in the provider; 0 where the provider has none.
        public let keyIndex: Int
        /// Whether the new file reads it.
        public let newReads: Bool
        /// Whether a rotation to the new file would rewrite it; nil where the file cannot read it.
        public let staleUnderNew: Bool?
    }

    /// The kind of resource.
    public let scope: StepScope
    /// What the old file writes.
    public let oldWriter: ValueClass
    /// What the new file writes.
    public let newWriter: ValueClass
    /// Servers on the new file read what servers on the old one write.
    public let newReadsOldWrites: Bool
    /// Servers on the old file read what servers on the new one write.
    public let oldReadsNewWrites: Bool
    /// Whether what the old file writes is stale under the new one; nil where it cannot read it.
    public let staleUnderNew: Bool?
    /// Every key that the old file reads with, in its order.
    public let readers: [Reader]
    /// What is worth a word, in the order in which it matters.
    public let changes: [StepChange]

    /// What the old file reads and the new one does not, each once.
    public var lost: [ValueClass] {
        var lost: [ValueClass] = []
        for reader in readers where !reader.newReads && !lost.contains(reader.valueClass) {
            lost.append(reader.valueClass)
        }
        return lost
    }

    /// Whether servers may take the step one after another, whatever the store holds that the old
    /// file reads.
    public var isSafe: Bool { newReadsOldWrites && oldReadsNewWrites && lost.isEmpty }
}

/// Something that a step changes for one kind of resource.
public enum StepChange: Sendable, Equatable {
    /// Encryption begins.
    case resourceAdded
    /// The new file has no chain any more, and the old one encrypts.
    case resourceDropped
    /// New values are plaintext again.
    case plaintextAgain
    /// The new file writes at once what the old one cannot read.
    case writesUnreadable(ValueClass)
    /// The key that the old file writes with is gone.
    case writerLost(ValueClass)
    /// A key that the old file reads with is gone.
    case readerLost(ValueClass)
    /// A key keeps its name and has another secret.
    case bytesChanged(ValueClass)
    /// Values stored as plaintext become unreadable.
    case identityLost
    /// The same plugin's name with another socket.
    case endpointChanged(ValueClass)
    /// A plugin comes in; servers come up, or take the file, only where it works.
    case pluginAdded(ValueClass)
    /// A plugin only reads from now on, and still has to encrypt.
    case pluginOnlyReads(ValueClass)
}
