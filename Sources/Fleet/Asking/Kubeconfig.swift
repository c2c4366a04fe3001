internal import WireFormats
internal import YAMLText

/// The current context of a kubeconfig: which server, whom to believe, who asks.
///
/// As in Kubernetes: `client-go/tools/clientcmd`. Data wins over files of the same meaning, and a
/// token's file over the token; relative paths are relative to the kubeconfig.
public struct Kubeconfig: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// A kubeconfig is small; a larger file is something else.
    public static let maximumBytes = 1 << 20

    /// Something that is in the file, or in another one.
    public enum Part: Sendable {
        /// The bytes.
        case data([UInt8])
        /// A path, absolute or relative to where the kubeconfig lies.
        case file(String)
    }

    /// The server's address as written.
    public let server: String
    /// The name that its certificate is for, where the address is another.
    public let serverName: String?
    /// The authorities, PEM.
    public let authorities: Part?
    /// The client's certificate, PEM.
    public let certificate: Part?
    /// The client's key, PEM.
    public let privateKey: Part?
    /// The bearer token.
    public let token: Part?

    /// Reads a kubeconfig, YAML or JSON.
    ///
    /// - Throws: ``KubeconfigProblem``; it never holds a line of the file.
    public init(_ bytes: [UInt8], context wanted: String? = nil) throws(KubeconfigProblem) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        let loaded: YAMLNode?
        do throws(YAMLTextError) { loaded = try YAMLLoader.load(bytes) } catch .syntax(let line) {
            throw .syntax(line: line)
        } catch {
            throw .noMapping
        }
        guard let root = loaded, root.isMapping else { throw .noMapping }
        guard let name = wanted ?? Self.text(root["current-context"]) else { throw .noContext }
        let context = try Self.entry("contexts", name, "context", of: root)
        guard let clusterName = Self.text(context["cluster"]) else {
            throw .missing("cluster of context \(name)")
        }
        let cluster = try Self.entry("clusters", clusterName, "cluster", of: root)
        guard let server = Self.text(cluster["server"]) else {
            throw .missing("server of cluster \(clusterName)")
        }
        self.server = server
        serverName = Self.text(cluster["tls-server-name"])
        for (field, isGiven) in [
            ("insecure-skip-tls-verify", Self.text(cluster["insecure-skip-tls-verify"]) == "true"),
            ("proxy-url", Self.text(cluster["proxy-url"]) != nil),
        ] where isGiven {
            throw .unsupported(field: field, detail: nil, place: "cluster \(clusterName)")
        }
        authorities = try Self.part("certificate-authority", of: cluster)
        guard let userName = Self.text(context["user"]) else {
            (certificate, privateKey, token) = (nil, nil, nil)
            return
        }
        let user = try Self.entry("users", userName, "user", of: root)
        let place = "user \(userName)"
        if let exec = user["exec"], exec.isMapping {
            throw .unsupported(field: "exec", detail: Self.text(exec["command"]), place: place)
        }
        if let provider = user["auth-provider"], provider.isMapping {
            throw .unsupported(
                field: "auth-provider",
                detail: Self.text(provider["name"]),
                place: place
            )
        }
        for field in ["username", "password", "as", "as-uid", "as-groups"]
        where user[field].map({ Self.text($0) != nil || $0.elements != nil }) ?? false {
            throw .unsupported(field: field, detail: nil, place: place)
        }
        certificate = try Self.part("client-certificate", of: user)
        privateKey = try Self.part("client-key", of: user)
        if let file = Self.text(user["tokenFile"]) {
            token = .file(file)
        } else {
            token = Self.text(user["token"]).map { .data(Array($0.utf8)) }
        }
    }

    /// The server, no credentials.
    public var description: String { "<kubeconfig of \(server)>" }
    /// The server, no credentials.
    public var debugDescription: String { description }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func text(_ node: YAMLNode?) -> String? {
        guard let text = node?.text, !text.isEmpty else { return nil }
        return text
    }

    private static func entry(
        _ list: String,
        _ name: String,
        _ content: String,
        of root: YAMLNode,
    ) throws(KubeconfigProblem) -> YAMLNode {
        for element in root[list]?.elements ?? [] where text(element["name"]) == name {
            if let node = element[content], node.isMapping { return node }
        }
        throw .missing("\(content) \(name)")
    }

    private static func part(_ name: String, of node: YAMLNode) throws(KubeconfigProblem) -> Part? {
        if let data = text(node["\(name)-data"]) {
            let compact = data.utf8.filter { $0 > 0x20 }
            guard let bytes = try? Base64.decode(Array(compact).span) else {
                throw .base64(field: "\(name)-data")
            }
            return .data(bytes)
        }
        return text(node[name]).map { .file($0) }
    }
}

/// Why a kubeconfig cannot be used.
public enum KubeconfigProblem: Error, Sendable, Hashable {
    /// More than ``Kubeconfig/maximumBytes``.
    case tooLarge
    /// No YAML; the line, where it is known.
    case syntax(line: Int?)
    /// Not a mapping.
    case noMapping
    /// No current context.
    case noContext
    /// Something that is named is not there.
    case missing(String)
    /// No base64 in a field.
    case base64(field: String)
    /// A way to authenticate, or to connect, that is not taken.
    case unsupported(field: String, detail: String?, place: String)
}
