/// What etcd keeps beside a key and its value.
public struct EntryFacts: Sendable, Hashable {
    /// The revision of the put that made the key.
    public var createRevision: Revision
    /// The revision of the last put: the API's resourceVersion, and what a compare-and-swap names.
    public var modRevision: Revision
    /// How many puts since the key was made: a count, no revision.
    public var version: Int64
    /// The lease that the key hangs on.
    public var lease: LeaseID

    /// Takes the four as etcd reports them.
    @inlinable
    public init(
        createRevision: Revision,
        modRevision: Revision,
        version: Int64,
        lease: LeaseID = .none,
    ) {
        self.createRevision = createRevision
        self.modRevision = modRevision
        self.version = version
        self.lease = lease
    }
}
