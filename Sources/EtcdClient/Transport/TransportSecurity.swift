#if Etcd

internal import GRPCNIOTransportHTTP2Posix
internal import Glibc

/// TLS, or not, for one endpoint.
struct TransportSecurity {
    private let connection: EtcdConnection
    private let endpoint: EtcdEndpoint

    init(_ connection: EtcdConnection, _ endpoint: EtcdEndpoint) {
        self.connection = connection
        self.endpoint = endpoint
    }

    func make() throws(EtcdError) -> HTTP2ClientTransport.Posix.TransportSecurity {
        guard connection.usesTLS(endpoint) else { return .plaintext }
        for (option, path) in [
            ("--cacert", connection.cacert), ("--cert", connection.cert), ("--key", connection.key),
        ] {
            if let path { try Self.checkReadable(path, option) }
        }
        return .tls { tls in
            if let cacert = connection.cacert {
                tls.trustRoots = .certificates([.file(path: cacert, format: .pem)])
            }
            if let cert = connection.cert, let key = connection.key {
                tls.certificateChain = [.file(path: cert, format: .pem)]
                tls.privateKey = .file(path: key, format: .pem)
            }
            if connection.insecureSkipTLSVerify {
                tls.serverCertificateVerification = .noVerification
            }
        }
    }

    // The TLS library's own message does not name the file.
    private static func checkReadable(_ path: String, _ option: String) throws(EtcdError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let why = unsafe String(cString: strerror(errno))
            throw EtcdError(
                code: .file,
                message: "\(option) \(path) cannot be read: \(why)",
                hint: nil
            )
        }
        close(descriptor)
    }
}

#endif
