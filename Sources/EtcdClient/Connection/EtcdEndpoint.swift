#if Etcd

/// One place where an etcd member listens, as etcdctl writes it.
public struct EtcdEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// What the scheme says about TLS.
    public enum Scheme: String, Sendable {
        /// `http://`: never TLS.
        case plain = "http"
        /// `https://`: always TLS.
        case tls = "https"
        /// No scheme: TLS when an option asks for it.
        case unstated = ""
        /// `unix://`: a socket in the file system, TLS when an option asks for it.
        case unix = "unix"
    }

    /// The scheme as written.
    public let scheme: Scheme
    /// A DNS name or an address (IPv6 without brackets); the path for `unix://`.
    public let host: String
    /// The TCP port; 0 for `unix://`.
    public let port: Int

    /// Reads `host:port`, `http://host:port`, `https://host:port` or `unix:///path`.
    ///
    /// A port left out is 2379, as etcdctl has it.
    public init(_ text: String) throws(EtcdError) {
        var rest = text[...]
        var scheme = Scheme.unstated
        if let end = Self.find("://", in: rest) {
            switch rest[..<end].lowercased() {
            case "http": scheme = .plain
            case "https": scheme = .tls
            case "unix": scheme = .unix
            case let other: throw Self.malformed(text, "unknown scheme \(other)")
            }
            rest = rest[rest.index(end, offsetBy: 3)...]
        } else if rest.hasPrefix("unix:") {
            scheme = .unix
            rest = rest.dropFirst(5)
        }
        self.scheme = scheme
        guard scheme != .unix else {
            guard !rest.isEmpty else { throw Self.malformed(text, "no path") }
            guard rest.utf8.count <= Self.longestUnixPath else {
                throw Self.malformed(text, "the path is over \(Self.longestUnixPath) bytes")
            }
            host = String(rest)
            port = 0
            return
        }
        if rest.last == "/" { rest.removeLast() }
        guard !rest.contains(where: { "/@?#".contains($0) }) else {
            throw Self.malformed(text, "only a host and a port may follow the scheme")
        }
        (host, port) = try Self.hostAndPort(rest, of: text)
    }

    /// Reads a comma-separated list, as `--endpoints` and `ETCDCTL_ENDPOINTS` hold it.
    public static func list(_ text: String) throws(EtcdError) -> [EtcdEndpoint] {
        var endpoints: [EtcdEndpoint] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = part.drop { $0 == " " }
            guard !trimmed.isEmpty else { throw malformed(text, "an empty endpoint in the list") }
            let endpoint = try EtcdEndpoint(String(trimmed.prefix { $0 != " " }))
            if !endpoints.contains(endpoint) { endpoints.append(endpoint) }
        }
        return endpoints
    }

    /// The endpoint in the form it was written.
    public var description: String {
        let shown = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return switch scheme {
        case .plain, .tls: "\(scheme.rawValue)://\(shown):\(port)"
        case .unstated: "\(shown):\(port)"
        case .unix: "unix://\(host)"
        }
    }

    // sun_path holds 108 bytes with its end; SwiftNIO refuses more than this.
    private static let longestUnixPath = 103

    private static func hostAndPort(
        _ rest: Substring,
        of text: String
    ) throws(EtcdError) -> (String, Int) {
        var host = rest
        var portText: Substring?
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { throw malformed(text, "[ without ]") }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let after = rest[rest.index(after: end)...]
            if after.first == ":" {
                portText = after.dropFirst()
            } else if !after.isEmpty {
                throw malformed(text, "only a port may follow ]")
            }
        } else if let colon = rest.lastIndex(of: ":") {
            host = rest[..<colon]
            portText = rest[rest.index(after: colon)...]
            guard !host.contains(":") else {
                throw malformed(text, "an IPv6 address needs brackets")
            }
        }
        guard !host.isEmpty else { throw malformed(text, "no host") }
        guard !host.contains(where: { $0.isWhitespace }) else {
            throw malformed(text, "white space in the host")
        }
        guard let portText else { return (String(host), 2379) }
        guard portText.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(portText), port > 0
        else { throw malformed(text, "the port is not a number from 1 to 65535") }
        return (String(host), Int(port))
    }

    private static func find(_ needle: String, in text: Substring) -> Substring.Index? {
        text.indices.first { text[$0...].hasPrefix(needle) }
    }

    private static func malformed(_ text: String, _ why: String) -> EtcdError {
        EtcdError(
            code: .configuration,
            // user:password@host is a habit from other tools: never repeat it.
            message: text.contains("@")
                ? "endpoint is malformed: \(why)" : "endpoint \"\(text)\" is malformed: \(why)",
            hint: "write host:port, http://host:port, https://host:port or unix:///path",
        )
    }
}

#endif
