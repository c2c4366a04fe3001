import EtcdModel
import KubernetesModel

/// The call that makes an API server delete an object which it cannot read.
///
/// As in Kubernetes: `DeleteOptions`, KEP 3926.
struct Removal: Sendable {
    /// An object as an API server is asked for it.
    struct Object: Hashable, Sendable {
        let resource: GroupResource
        let namespace: String?
        let name: String
    }

    static let featureGate = "AllowUnsafeMalformedObjectDeletion"
    static let verb = "unsafe-delete-ignore-read-errors"
    /// The release of Kubernetes that brought it, and the one from which on it is there unasked.
    static let since = (optional: "1.32", standard: "1.37")

    private static let parameter = "ignoreStoreReadErrorWithClusterBreakingPotential"

    /// Path and query of the request.
    let request: String
    /// Whether the version of the API is known; else the request has `VERSION` in its place.
    let isComplete: Bool

    /// The same for people to paste.
    var command: String { "kubectl delete --raw \(ShellText.word(request))" }

    init(of object: Object, version: String?) {
        let group = object.resource.group
        var path = group.isEmpty ? "/api/" : "/apis/\(Self.segment(group))/"
        path += version.map(Self.segment) ?? "VERSION"
        if let namespace = object.namespace { path += "/namespaces/\(Self.segment(namespace))" }
        path += "/\(Self.segment(object.resource.resource))/\(Self.segment(object.name))"
        request = path + "?\(Self.parameter)=true"
        isComplete = version != nil
    }

    /// One segment of a path, what is special in one written as `%20`.
    private static func segment(_ text: String) -> String {
        var shown = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                shown.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~:@".utf8.contains(byte):
                shown.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                shown += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return shown
    }
}

/// Under which version of the API each resource is asked for.
struct ServedVersions: Sendable {
    private var custom: [GroupResource: String] = [:]
    private var builtIn: [GroupResource: String?] = [:]

    mutating func learn(_ versions: [GroupResource: String]) {
        custom.merge(versions) { $1 }
    }

    mutating func version(of resource: GroupResource) -> String? {
        if let version = custom[resource] { return version }
        if let known = builtIn[resource] { return known }
        let version = ServedVersion.builtIn(resource)
        builtIn[resource] = .some(version)
        return version
    }
}
