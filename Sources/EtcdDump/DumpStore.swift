public import EtcdModel

/// A walk over a dump.
public actor DumpStore: EntryStore {
    private let reader: DumpReader

    /// Opens the dump at `path`; `-` is standard input.
    ///
    /// - Throws: ``DumpError`` with the problem `io`.
    public init(path: String) throws(DumpError) {
        reader =
            path == "-"
            ? DumpReader(descriptor: 0, name: "standard input") : try DumpReader(path: path)
    }

    /// Makes the batches hold all of the dump's text, to be written again.
    public func keepText() { reader.keepsText = true }

    /// A dump does not say how many entries it has before its end.
    public nonisolated var expectedEntries: Int? { nil }

    /// The next piece of the dump.
    ///
    /// - Throws: ``DumpError``.
    public func nextBatch() throws -> (any EntryBatch)? { try reader.nextBatch() }

    /// What the dump's answers say of themselves.
    public var sighting: StoreSighting { reader.sighting }
}
