extension KMSDefinition {
    /// Where the plugin listens: a path, or `@` and the name of an abstract socket.
    ///
    /// As in Kubernetes: `kms/pkg/util`'s `ParseEndpoint`, whose result is resolved by gRPC as a URL
    /// once more. Empty where the endpoint names none.
    public var socket: String {
        guard let url = try? GoURL(Array(endpoint.utf8)), url.scheme == "unix",
            let target = try? GoURL(Self.target(url.path))
        else { return "" }
        return String(decoding: target.path.dropFirst(), as: UTF8.self)
    }

    /// What the API server has gRPC dial for a path of an endpoint.
    static func target(_ path: [UInt8]) -> [UInt8] {
        let name = path.starts(with: Array("/@".utf8)) ? path.dropFirst() : path[...]
        return Array("passthrough:///".utf8) + name
    }
}
