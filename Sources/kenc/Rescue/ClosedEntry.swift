import EtcdModel
import KubernetesModel
import Survey

/// An entry that the configuration in force does not open, and the newest version of it that
/// something does.
struct ClosedEntry: Sendable {
    /// A version that something opens.
    struct Version: Sendable {
        let place: Place
        let opening: RescueOpening
        let modRevision: Revision
        let createRevision: Revision
    }

    /// Where a version lies.
    enum Place: Hashable, Sendable {
        /// It is what the store holds.
        case stored
        /// It is an older revision, in the store's own file.
        case history
        /// It is in another snapshot, at this position among those given.
        case snapshot(Int)
    }

    let key: [UInt8]
    /// Nil for a key of no known resource.
    let object: Removal.Object?
    let modRevision: Revision
    let createRevision: Revision
    let report: ValueReport
    var version: Version?

    /// Whether a version is of an object that was deleted since, and made anew under the same name.
    var isOfEarlierObject: Bool {
        guard let version else { return false }
        return version.createRevision != createRevision
    }

    /// Takes a version that is newer than what was found before.
    mutating func offer(_ other: Version) {
        guard let version else {
            self.version = other
            return
        }
        if other.modRevision > version.modRevision { self.version = other }
    }
}
