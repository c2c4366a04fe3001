internal import EtcdModel
internal import KubernetesModel
internal import WireFormats

/// What a server's identity lease says, as in Kubernetes: `controlplane/apiserver/server.go`.
struct IdentityLease {
    /// `metadata.labels` has another component for aggregated servers.
    var isAPIServers = true
    var hostname: String?
    var peerAddress: String?
    var renewed: Moment?

    /// Reads a plaintext; nil when it is no object.
    init?(_ plaintext: Span<UInt8>) {
        guard let object = try? StoredObject(plaintext: plaintext) else { return nil }
        let labels = object.metadata["labels"]
        if let component = labels?["apiserver.kubernetes.io/identity"]?.text {
            isAPIServers = component == "kube-apiserver"
        }
        hostname = labels?["kubernetes.io/hostname"]?.text
        peerAddress =
            object.metadata["annotations"]?["kubernetes.io/peer-advertise-address"]?.text
        if object.format == .protobuf {
            renewed = try? Self.renewTime(plaintext)
        } else {
            let tree = object.tree(modRevision: nil)
            renewed = tree["spec"]?["renewTime"]?.text.flatMap { Moment(rfc3339: $0) }
        }
    }

    /// Of `runtime.Unknown` the field raw (2), of Lease spec (2), of LeaseSpec renewTime (4), which
    /// has seconds (1) and nanoseconds (2).
    private static func renewTime(_ value: Span<UInt8>) throws(WireFormatError) -> Moment? {
        let whole = 4..<value.count
        guard let object = try ProtobufField.last(2, in: whole, of: value)?.range,
            let spec = try ProtobufField.last(2, in: object, of: value)?.range,
            let time = try ProtobufField.last(4, in: spec, of: value)?.range
        else { return nil }
        let seconds = try ProtobufField.last(1, in: time, of: value)?.varint ?? 0
        let nanoseconds = try ProtobufField.last(2, in: time, of: value)?.varint ?? 0
        return Moment(
            Double(Int64(bitPattern: seconds)) + Double(Int64(bitPattern: nanoseconds)) / 1e9
        )
    }
}

/// The address in a peer's lease: an Endpoints object with one subset.
enum PeerEndpoint {
    static func address(_ value: Span<UInt8>) -> String? {
        if StoredFormat(of: value) == .protobuf { return try? inProtobuf(value) }
        guard let object = try? StoredObject(plaintext: value),
            case .array(let subsets) = object.tree(modRevision: nil)["subsets"],
            let subset = subsets.first, case .array(let addresses) = subset["addresses"],
            let host = addresses.first?["ip"]?.text, case .array(let ports) = subset["ports"],
            case .number(let port) = ports.first?["port"]
        else { return nil }
        return joined(host, port)
    }

    /// Of `runtime.Unknown` the field raw (2), of Endpoints subsets (2), of a subset addresses (1)
    /// and ports (3), of an address ip (1), of a port port (2).
    private static func inProtobuf(_ value: Span<UInt8>) throws(WireFormatError) -> String? {
        guard let object = try ProtobufField.last(2, in: 4..<value.count, of: value)?.range,
            let subset = try ProtobufField.last(2, in: object, of: value)?.range,
            let address = try ProtobufField.last(1, in: subset, of: value)?.range,
            let ip = try ProtobufField.last(1, in: address, of: value)?.range,
            let ports = try ProtobufField.last(3, in: subset, of: value)?.range,
            let port = try ProtobufField.last(2, in: ports, of: value)?.varint
        else { return nil }
        let host = String(decoding: Array(copying: value.extracting(ip)), as: UTF8.self)
        return joined(host, String(port))
    }

    private static func joined(_ host: String, _ port: String) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
