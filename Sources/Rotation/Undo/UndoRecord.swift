public import EtcdModel

/// Takes what a group of swaps replaces, before any of them is sent.
public protocol RewriteJournal: AnyObject {
    /// Returns once the records would survive a crash of the machine.
    func append(_ rewrites: ArraySlice<Rewrite>) throws
}

/// The first line of an undo log: which cluster and configuration it is about.
public struct UndoHeader: Sendable, Hashable {
    /// The version of the format, 2; 1 is that of logs without authentication codes.
    public var version: Int
    /// The etcd cluster's id in hexadecimal; empty where the store has none.
    public var clusterID: String
    /// The hash of the configuration that the rotation moved to, as `validate` prints it.
    public var configurationHash: String
    /// When the rotation began, in seconds since 1970.
    public var time: Int64

    /// Describes a log of the present version.
    public init(clusterID: String, configurationHash: String, time: Int64) {
        version = 2
        self.clusterID = clusterID
        self.configurationHash = configurationHash
        self.time = time
    }
}

/// One line of an undo log: what a swap was to replace.
public struct UndoRecord: Sendable, Hashable {
    /// What the key held.
    public enum Old: Sendable, Hashable {
        /// These stored bytes.
        case stored([UInt8])
        /// Plaintext, which the log does not keep: it is what the new value opens to.
        case plaintext
    }

    /// The etcd key.
    public var key: [UInt8]
    /// The key's mod revision before the swap.
    public var modRevision: Revision
    /// The key's create revision.
    public var createRevision: Revision
    /// What the key held.
    public var old: Old
    /// SHA-256 of the stored bytes that the swap was to write, 32 bytes.
    public var newHash: [UInt8]
}

/// An undo log cannot be written, read or believed.
public struct UndoLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, with the file's name.
    public let message: String
    /// What to do next.
    public let hint: String?
    /// What to do next with the run.
    public let remedy: Remedy?

    /// What to do about an undo log when it takes another run of a program: whoever shows the error
    /// words it.
    public enum Remedy: Sendable, Hashable, CaseIterable {
        /// There is a file of the name: name another, for one log belongs to one run.
        case nameAnother
        /// Name a file on a disk with room.
        case nameOneWithRoom
        /// What it did not take was not written: run again with a log on another disk.
        case runAgainElsewhere
        /// The log is the file that the rotation named.
        case giveTheRotations
        /// The log has no authentication codes: read it without, if nobody can have changed it.
        case readUnsealed
    }

    init(_ message: String, hint: String? = nil, remedy: Remedy? = nil) {
        self.message = message
        self.hint = hint
        self.remedy = remedy
    }

    /// The message.
    public var description: String { message }
}
