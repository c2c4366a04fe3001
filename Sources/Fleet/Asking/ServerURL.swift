/// Where an API server is asked: `https://host:port`, `host:port`, or the plain HTTP of a local
/// proxy that has credentials of its own.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is asked over TLS.
    public let isSecure: Bool
    /// A name or an address, an IPv6 one without brackets.
    public let host: String
    /// The port; 443 or 80 where none is given.
    public let port: Int
    /// What comes before `/metrics`, as proxies have it; empty or `/…`.
    public let path: String

    /// Reads what a person or a kubeconfig has.
    ///
    /// - Throws: ``AddressProblem`` for another scheme, a user, a query, no host or no port number.
    public init(_ text: String) throws(AddressProblem) {
        var rest = Substring(text)
        switch text.range(ofScheme: ()) {
        case "https"?:
            isSecure = true
            rest = rest.dropFirst("https://".count)
        case "http"?:
            isSecure = false
            rest = rest.dropFirst("http://".count)
        case nil: isSecure = true
        case let other?: throw .scheme(other)
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { throw .characters }
        guard !rest.utf8.contains(UInt8(ascii: "@")) else { throw .user }
        guard !rest.utf8.contains(UInt8(ascii: "?")), !rest.utf8.contains(UInt8(ascii: "#")) else {
            throw .query
        }
        let authority = rest.prefix { $0 != "/" }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            host = String(authority[authority.index(after: authority.startIndex)..<end])
            let after = authority[authority.index(after: end)...]
            if after.hasPrefix(":") {
                portText = after.dropFirst()
            } else if !after.isEmpty {
                throw .host
            }
        } else {
            let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw .host }
            host = String(parts[0])
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard !host.isEmpty else { throw .host }
        if let portText {
            guard let number = Int(portText), (1...65_535).contains(number) else { throw .port }
            port = number
        } else {
            port = isSecure ? 443 : 80
        }
    }

    /// `host:port`.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The whole URL.
    public var description: String { "\(isSecure ? "https" : "http")://\(address)\(path)" }
}

/// Why a text is no address of an API server.
public enum AddressProblem: Error, Sendable, Hashable {
    /// Neither https nor http.
    case scheme(String)
    /// A user or a password, which does not belong on a command line.
    case user
    /// A query or a fragment.
    case query
    /// No host.
    case host
    /// No port number.
    case port
    /// White space, control characters or characters outside ASCII.
    case characters
}

extension String {
    /// What stands before `://`, in lower case.
    fileprivate func range(ofScheme: Void) -> String? {
        var scheme = ""
        var rest = Substring(self)
        while let first = rest.first, first.isLetter || first.isNumber {
            scheme.append(first)
            rest = rest.dropFirst()
        }
        return rest.hasPrefix("://") ? scheme.lowercased() : nil
    }
}
