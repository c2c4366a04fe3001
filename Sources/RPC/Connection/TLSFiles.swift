#if Etcd

internal import DurableFiles
internal import Glibc
internal import NIOSSL
internal import Synchronization

/// A file of TLS that cannot be used, before anything is dialled.
package struct TLSFileFailure: Error, Sendable {
    package enum File: Sendable {
        case authorities, certificate, key
    }

    /// Which file, and nil where two of them do not belong together.
    package let file: File?
    package let path: String?
    /// The system's or the TLS library's words.
    package let reason: String
}

/// Makes what a TLS connection needs, from files that are read again each time.
///
/// A certificate that is renewed while a program runs is so used by the next connection. While the
/// files do not belong together (one is replaced, the other not yet), the last that did are used.
final class TLSFiles: Sendable {
    private let options: TLSOptions
    private let last: Mutex<NIOSSLContext>

    /// Reads the files for the first time.
    init(_ options: TLSOptions) throws(TLSFileFailure) {
        self.options = options
        last = Mutex(try Self.read(options))
    }

    /// What a new connection uses.
    func context() -> NIOSSLContext {
        let now = try? Self.read(options)
        return last.withLock { last in
            if let now { last = now }
            return last
        }
    }

    private static func read(_ options: TLSOptions) throws(TLSFileFailure) -> NIOSSLContext {
        // The TLS library's own messages do not name the file.
        try check(options.authorities, .authorities)
        try check(options.certificate?.chain, .certificate)
        try check(options.certificate?.key, .key)
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["grpc-exp", "h2"]
            if let path = options.authorities {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
            }
            if let (chain, key) = options.certificate {
                configuration.certificateChain =
                    try NIOSSLCertificate.fromPEMFile(chain).map { .certificate($0) }
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(file: key, format: .pem)
                )
            }
            if options.skipsVerification { configuration.certificateVerification = .none }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFileFailure(file: nil, path: nil, reason: "\(error)")
        }
    }

    private static func check(
        _ path: String?,
        _ file: TLSFileFailure.File,
    ) throws(TLSFileFailure) {
        guard let path else { return }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TLSFileFailure(file: file, path: path, reason: SystemError.latest.description)
        }
        close(descriptor)
    }
}

#endif
