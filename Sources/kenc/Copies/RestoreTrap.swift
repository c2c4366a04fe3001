import EtcdSnapshot

/// Something in a snapshot that whoever restores it has to know of.
enum RestoreTrap: Hashable, Sendable {
    /// Alarms of etcd.
    case alarms([StoreAlarm])
    /// Leases start anew.
    case leases(Int)
    /// OpenShift keeps its keys inside.
    case openShiftKeys
    /// k3s keeps its configuration inside.
    case k3sBootstrap

    /// What a key tells.
    init?(key: Span<UInt8>) {
        if key.contains("/bootstrap/", at: 0) {
            self = .k3sBootstrap
        } else if let last = key.lastSlash, key.contains("/encryption-key-", at: last),
            key.contains("/openshift-config-managed", at: last - 25)
        {
            self = .openShiftKeys
        } else {
            return nil
        }
    }

    /// What the buckets beside the keys tell.
    static func all(in information: StoreInformation) -> [RestoreTrap] {
        var traps: [RestoreTrap] = []
        if !information.alarms.isEmpty { traps.append(.alarms(information.alarms)) }
        if information.leaseCount > 0 { traps.append(.leases(information.leaseCount)) }
        return traps
    }

    /// For a person, one sentence.
    var words: String {
        switch self {
        case .alarms(let alarms):
            let names = Set(alarms.map(\.description)).sorted().joined(separator: ", ")
            return
                "the alarm \(names) comes back, and etcd takes no writes before it has room and "
                + "'etcdctl alarm disarm' ran"
        case .leases(let count):
            return
                "\(Numbers.count(count, "lease")) start anew with their full time, then their keys "
                + "go (events, leases of nodes and API servers)"
        case .openShiftKeys:
            return
                "OpenShift's operator keeps its own keys in secrets of openshift-config-managed and "
                + "goes on by them: do not restore this copy into OpenShift"
        case .k3sBootstrap:
            return
                "k3s and RKE2 take their encryption configuration from /bootstrap/ inside, which "
                + "this copy holds as it was: after a restore they bring the old one back"
        }
    }

    /// For programs.
    var code: String {
        switch self {
        case .alarms: "alarms"
        case .leases: "leases"
        case .openShiftKeys: "openShiftKeys"
        case .k3sBootstrap: "k3sBootstrap"
        }
    }
}

extension Span<UInt8> {
    fileprivate func contains(_ text: StaticString, at start: Int) -> Bool {
        guard start >= 0, count - start >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            text.indices.allSatisfy { self[start + $0] == text[$0] }
        }
    }

    fileprivate var lastSlash: Int? {
        indices.last { self[$0] == UInt8(ascii: "/") }
    }
}
