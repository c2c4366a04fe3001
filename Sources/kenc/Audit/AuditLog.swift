import DurableFiles
import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import KubernetesModel
import Providers
import Survey
import Synchronization
import WireFormats

/// The log of what one command opens: on disk before anything of it is shown.
///
/// An object whose plaintext leaves kenc has an event of its own, which is on disk before the first
/// byte of it is printed. A walk that opens values and shows none begins with an event of stage
/// RequestReceived, on disk before anything is opened, and ends, before its result is printed, with
/// one for each resource and namespace that says how many values it was. What cannot be written
/// throws: then nothing is opened, and nothing shown.
final class AuditLog: Sendable {
    /// In front of the names of annotations.
    ///
    /// The project owns no domain, and nobody may own this one
    /// (RFC 2606).
    static let domain = "kenc.example"

    private let file: SharedLog
    private let actor: AuditActor
    private let began = AuditTime.now
    private let store: String
    /// What no second event has to find out.
    private let known = Mutex<(digest: String?, versions: [GroupResource: String?])>((nil, [:]))

    init(_ path: String, command: String, store: String) throws {
        self.store = ShownText.line(store)
        actor = AuditActor(command: command)
        file = try Self.told { () throws(FileFailure) in try SharedLog(path: path) }
    }

    /// Names the store by what is in it, too.
    func identify(_ store: OpenedStore) {
        guard let trailer = store.snapshot?.file.trailer else { return }
        known.withLock { $0.digest = "sha256:" + HexText.encode(trailer) }
    }

    /// Writes down what is about to be shown.
    func show(_ objects: [AuditedObject]) throws {
        guard !objects.isEmpty else { return }
        try write(objects.map(event))
    }

    /// Says that a walk begins, which opens values and shows none.
    func walk(_ filters: [String]) throws -> AuditedWalk {
        var event = AuditEvent(verb: .list)
        event.stage = .received
        event.annotations = [("shown", "false")]
        if !filters.isEmpty {
            event.annotations.append(
                ("filters", ShownText.line(filters.joined(separator: " ")))
            )
        }
        try write([event])
        return AuditedWalk(self, event.id)
    }

    /// Says what a walk opened.
    func end(_ walk: String, _ counts: [AuditedPlace: Int], isWhole: Bool) throws {
        var events = counts.sorted { $0.key < $1.key }.map { place, count in
            var event = AuditEvent(verb: .list)
            event.address.resource = place.resource
            event.address.namespace = place.namespace
            event.annotations = [("walk", walk), ("shown", "false"), ("count", String(count))]
            return event
        }
        if events.isEmpty {
            var event = AuditEvent(verb: .list)
            event.annotations = [("walk", walk), ("shown", "false"), ("count", "0")]
            events = [event]
        }
        if !isWhole {
            for index in events.indices { events[index].annotations.append(("outcome", "halted")) }
        }
        try write(events)
    }

    private func event(_ object: AuditedObject) -> AuditEvent {
        var event = AuditEvent(verb: .get)
        event.address = object.address
        if event.address.resource == nil, let key = object.address.etcdKey {
            event.annotations.append(("etcd-key", ShownText.line(EtcdKeyText.both(key).text)))
        }
        event.annotations.append(("shown", "true"))
        switch object.outcome {
        case .opened(let by, let isDoubtful):
            event.annotations.append(("provider", by.kind.rawValue))
            if let name = by.name {
                event.annotations.append(("key", ShownText.line(name.description)))
            }
            event.annotations.append(("outcome", isDoubtful ? "garbage" : "opened"))
        case .refused(let message):
            event.failure = message
            event.annotations[event.annotations.count - 1].value = "false"
            event.annotations.append(("outcome", "refused"))
        }
        return event
    }

    private func write(_ events: [AuditEvent]) throws {
        var lines = JSONLines()
        for event in events {
            var event = event
            if let resource = event.address.resource { event.address.version = version(resource) }
            event.annotations.insert(("store", store), at: 0)
            if let digest = known.withLock({ $0.digest }) {
                event.annotations.insert(("store-hash", digest), at: 1)
            }
            lines.add(event, by: actor, began: began)
        }
        let bytes = lines.bytes
        try Self.told { () throws(FileFailure) in try file.append(bytes) }
    }

    private func version(_ resource: GroupResource) -> String? {
        known.withLock { known in
            if let version = known.versions[resource] { return version }
            let version = ServedVersion.builtIn(resource)
            known.versions[resource] = .some(version)
            return version
        }
    }

    private static func told<Value>(_ body: () throws(FileFailure) -> Value) throws -> Value {
        do throws(FileFailure) {
            return try body()
        } catch {
            throw Failure(
                "the audit log cannot be written, so nothing is shown: "
                    + "\(ShownText.line(error.path)): \(error.cause)",
                hint:
                    "name a regular file that this user may append to (no link to one), on a disk "
                    + "with room"
            )
        }
    }
}

/// One object that a command shows, or could not open.
struct AuditedObject: Sendable {
    enum Outcome: Sendable {
        /// `isDoubtful` where it may not be the object that its key names.
        case opened(ProviderKey, isDoubtful: Bool)
        case refused(String)
    }

    let address: AuditAddress
    let outcome: Outcome

    init(_ address: AuditAddress, _ outcome: Outcome) {
        self.address = address
        self.outcome = outcome
    }

    /// An entry of a store, by what its key turned out to be.
    init(
        _ key: Span<UInt8>,
        _ place: EntrySorter.Place,
        revision: Int64,
        _ outcome: Outcome,
    ) {
        var address = AuditAddress()
        address.etcdKey = Array(copying: key)
        if case .object(let resource, let namespace, let name) = place {
            address.resource = resource.groupResource
            address.namespace = namespace.map { Self.text(key, $0) }
            address.name = Self.text(key, name)
            address.revision = revision
        }
        self.init(address, outcome)
    }

    static func text(_ key: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: Array(copying: key.extracting(range)), as: UTF8.self)
    }
}
