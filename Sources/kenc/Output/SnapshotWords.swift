import EtcdModel
import EtcdSnapshot

/// What is said of a database file in several places.
enum SnapshotWords {
    /// As evidence has it: `ok`, `absent` or `skipped`.
    static func integrity(of contents: SnapshotContents) -> String {
        switch contents.integrity {
        case .verified: "ok"
        case .absent, .notApplicable: "absent"
        case .skipped: "skipped"
        }
    }
}
