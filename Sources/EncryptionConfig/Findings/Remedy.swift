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
        var head: [UInt8] = []
        for index in 0..<min(bytes.count, 512) where bytes[index] > 0x20 {
            head.append(bytes[index])
        }
        return ["{\"header\":{\"cluster_id\"", "{\"header\":{\"revision\"", "{\"kvs\":["]
            .contains { head.starts(with: $0.utf8) }
    }

    /// With an article, for messages.
    var description: String {
        switch self {
        case .snapshot: "an etcd snapshot"
        case .dump: "a dump of etcd's keys"
        }
    }
}
