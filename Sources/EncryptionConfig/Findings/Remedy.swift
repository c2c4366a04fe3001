/// What to do about a finding when it takes more than editing the file: a library knows no
/// program's commands, so whoever shows the finding words it.
public enum Remedy: Sendable, Equatable {
    /// If the API server runs with the feature gate KMSv1, judge the file for it.
    case judgeWithKMSv1
    /// Survey a store for plaintext before identity goes.
    case surveyForPlaintext
    /// Rewrite everything that is on the key before it goes.
    case rewriteBeforeRemoval
    /// Survey a store, and think of backups, before the key goes.
    case surveyBeforeRemoval
    /// See what is wrong with the configuration before.
    case validateThePreviousFile
    /// Give the file where a store is expected.
    case giveAsStore(ForeignFile)
}

/// A file of another kind, given for a configuration.
public enum ForeignFile: Sendable, Equatable {
    /// An etcd snapshot, or the database of a member.
    case snapshot
    /// What `etcdctl get -w json` prints.
    case dump

    /// Recognises a file by how it begins.
    public init?(_ bytes: Span<UInt8>) {
        if Self.hasBoltMagic(bytes) {
            self = .snapshot
        } else if Self.isDump(bytes) {
            self = .dump
        } else {
            return nil
        }
    }

    /// The first page of a bbolt file is a meta page: its magic stands behind 16 bytes of header.
    private static func hasBoltMagic(_ bytes: Span<UInt8>) -> Bool {
        let magic: [UInt8] = [0xED, 0xDA, 0x0C, 0xED]
        return bytes.count >= 20 && magic.indices.allSatisfy { bytes[16 + $0] == magic[$0] }
    }

    /// An object that begins with etcd's response header or its key-values.
    private static func isDump(_ bytes: Span<UInt8>) -> Bool {
        begins(bytes, #"{"header":{"cluster_id""#) || begins(bytes, #"{"header":{"revision""#)
            || begins(bytes, #"{"kvs":["#)
    }

    /// Whether the bytes begin so, white space aside.
    ///
    /// Nothing is copied: it may be a configuration.
    private static func begins(_ bytes: Span<UInt8>, _ text: String) -> Bool {
        var rest = text.utf8.makeIterator()
        var expected = rest.next()
        for index in bytes.indices where bytes[index] > 0x20 {
            guard bytes[index] == expected else { return false }
            expected = rest.next()
            if expected == nil { return true }
        }
        return false
    }

    /// With an article, for messages.
    public var description: String {
        switch self {
        case .snapshot: "an etcd snapshot"
        case .dump: "a dump of etcd's keys"
        }
    }
}
