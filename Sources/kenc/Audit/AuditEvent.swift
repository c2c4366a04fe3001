import FoundationEssentials
import Glibc
import KubernetesModel
import Providers

/// An event of `audit.k8s.io/v1`, as API servers write one for each request: level Metadata, so that
/// nothing of an object is in it.
struct AuditEvent {
    enum Stage: String {
        /// A walk begins: nothing is opened before this is on disk.
        case received = "RequestReceived"
        /// What was opened.
        case complete = "ResponseComplete"
    }

    /// As an API server has them: `get` for an object, `list` for a walk.
    enum Verb: String {
        case get
        case list
    }

    let id = UUID().uuidString.lowercased()
    var stage = Stage.complete
    let verb: Verb
    var address = AuditAddress()
    /// The message of a value that could not be opened.
    var failure: String?
    /// By the last part of their names.
    var annotations: [(name: String, value: String)] = []
}

/// What an event is about, as a path of the API and as a reference.
struct AuditAddress {
    var resource: GroupResource?
    var version: String?
    var namespace: String?
    var name: String?
    var revision: Int64?
    /// Of what is no object of the API.
    var etcdKey: [UInt8]?

    /// `/api/v1/namespaces/prod/secrets/db`; `*` stands for a version that the store does not tell.
    var requestURI: String {
        guard let resource else { return etcdKey.map(Self.escaped) ?? "/" }
        var path = resource.group.isEmpty ? "/api" : "/apis/" + Self.escaped(resource.group)
        path += "/" + Self.escaped(version ?? "*")
        if let namespace { path += "/namespaces/" + Self.escaped(namespace) }
        path += "/" + Self.escaped(resource.resource)
        if let name { path += "/" + Self.escaped(name) }
        return path
    }

    private static func escaped(_ text: String) -> String { escaped(Array(text.utf8)) }

    private static func escaped(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: ":"),
                UInt8(ascii: "*"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}

/// Who opens values, with what.
struct AuditActor: Sendable {
    let user: String
    let uid: String
    /// Who became root by sudo.
    let sudoUser: String?
    let userAgent: String

    init(command: String) {
        let number = getuid()
        uid = String(number)
        user = getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? uid
        sudoUser = Environment.value("SUDO_USER")
        userAgent = "kenc/\(Version.number) (\(command))"
    }
}

/// A time as events have it: RFC 3339 in UTC with six decimals.
struct AuditTime {
    let text: String

    static var now: AuditTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let micros = String(1_000_000 + Int(now.tv_nsec) / 1000).dropFirst()
        return AuditTime(text: Clock.text(Int64(now.tv_sec)).dropLast() + "." + micros + "Z")
    }

    private init(text: some StringProtocol) { self.text = String(text) }
}

extension JSONLines {
    /// Appends the line of an event, its fields in the order of an API server's log.
    mutating func add(_ event: AuditEvent, by actor: AuditActor, began: AuditTime) {
        begin()
        field("kind", "Event")
        field("apiVersion", "audit.k8s.io/v1")
        field("level", "Metadata")
        field("auditID", event.id)
        field("stage", event.stage.rawValue)
        field("requestURI", event.address.requestURI)
        field("verb", event.verb.rawValue)
        begin("user")
        field("username", ShownText.line(actor.user))
        field("uid", actor.uid)
        if let sudoUser = actor.sudoUser {
            begin("extra")
            texts("SUDO_USER", [ShownText.line(sudoUser)])
            end()
        }
        end()
        field("userAgent", actor.userAgent)
        reference(event.address)
        if event.stage == .complete {
            begin("responseStatus")
            begin("metadata")
            end()
            if let failure = event.failure {
                field("status", "Failure")
                field("message", ShownText.line(failure))
                field("reason", "InternalError")
            }
            field("code", event.failure == nil ? 200 : 500)
            end()
        }
        field("requestReceivedTimestamp", began.text)
        field("stageTimestamp", AuditTime.now.text)
        begin("annotations")
        for (name, value) in event.annotations {
            field(annotation: "\(AuditLog.domain)/\(name)", value)
        }
        end()
        endLine()
    }

    private mutating func reference(_ address: AuditAddress) {
        guard let resource = address.resource else { return }
        begin("objectRef")
        field("resource", ShownText.line(resource.resource))
        if let namespace = address.namespace { field("namespace", ShownText.line(namespace)) }
        if let name = address.name { field("name", ShownText.line(name)) }
        if !resource.group.isEmpty { field("apiGroup", ShownText.line(resource.group)) }
        if let version = address.version { field("apiVersion", version) }
        if let revision = address.revision { field("resourceVersion", String(revision)) }
        end()
    }
}
