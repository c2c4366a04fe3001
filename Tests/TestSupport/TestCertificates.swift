public import Foundation

/// An authority, a server certificate for 127.0.0.1 and localhost, and client certificates.
///
/// Made by the openssl command each time; nothing is worth keeping.
public struct TestCertificates: Sendable {
    /// A certificate file and its key file.
    public struct Pair: Sendable {
        /// PEM.
        public let certificate: String
        /// PEM.
        public let key: String
    }

    /// The authority's certificate, PEM.
    public let authority: String
    /// Another authority, which signed nothing here.
    public let otherAuthority: String
    /// For the members, names 127.0.0.1 and localhost.
    public let server: Pair
    /// For members too, names etcd.example alone.
    public let named: Pair
    /// A client certificate with the common name `root`.
    public let root: Pair
    /// A client certificate with the common name `root` that signed itself.
    public let stranger: Pair

    /// Makes them in `directory`.
    public init(in directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        func file(_ name: String) -> String { directory.appending(path: name).path }
        func openssl(_ arguments: [String]) throws {
            let answer = try run("/usr/bin/openssl", arguments)
            guard answer.status == 0 else { throw Failure("openssl \(arguments) failed") }
        }
        func selfSigned(_ name: String, _ subject: String) throws -> Pair {
            try openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=\(subject)", "-keyout", file("\(name).key"),
                "-out", file("\(name).crt"),
            ])
            return Pair(certificate: file("\(name).crt"), key: file("\(name).key"))
        }
        func signed(_ name: String, _ subject: String, _ extensions: String) throws -> Pair {
            try openssl([
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", "/CN=\(subject)", "-keyout", file("\(name).key"), "-out",
                file("\(name).csr"),
            ])
            try Data(extensions.utf8).write(to: URL(filePath: file("\(name).ext")))
            try openssl([
                "x509", "-req", "-in", file("\(name).csr"), "-CA", file("ca.crt"), "-CAkey",
                file("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", file("\(name).ext"),
                "-out", file("\(name).crt"),
            ])
            return Pair(certificate: file("\(name).crt"), key: file("\(name).key"))
        }
        authority = try selfSigned("ca", "kenc test authority").certificate
        otherAuthority = try selfSigned("other-ca", "another authority").certificate
        // Members are clients of themselves (their gateway), so both usages.
        server = try signed(
            "server",
            "etcd",
            "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n"
        )
        named = try signed(
            "named",
            "etcd",
            "subjectAltName=DNS:etcd.example\nextendedKeyUsage=serverAuth,clientAuth\n",
        )
        root = try signed("root", "root", "extendedKeyUsage=clientAuth\n")
        stranger = try selfSigned("stranger", "root")
    }
}
