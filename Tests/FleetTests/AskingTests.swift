#if Etcd

import Fleet
import Foundation
import TestSupport
import Testing

/// Asking an HTTPS server of the tests' own, which answers as recorded API servers did.
@Suite struct AskingTests {
    private let folder: TemporaryFolder
    private let certificates: TestCertificates

    init() throws {
        folder = try TemporaryFolder()
        certificates = try TestCertificates(in: URL(filePath: folder.path))
    }

    private var trusting: ServerCredentials {
        get throws {
            var credentials = ServerCredentials()
            credentials.authorities = [UInt8](
                try Data(contentsOf: URL(filePath: certificates.authority))
            )
            return credentials
        }
    }

    private func ask(
        _ url: String,
        _ credentials: ServerCredentials,
        texts: Int = 1,
    ) async throws -> [FleetAnswer] {
        var patience = MetricsAsker.Patience()
        patience.connect = .seconds(2)
        patience.silence = .milliseconds(500)
        patience.texts = texts
        patience.between = .zero
        return try await MetricsAsker(ServerURL(url), credentials: credentials, patience: patience)
            .ask()
    }

    private func failure(_ url: String, _ credentials: ServerCredentials) async throws
        -> AskFailure?
    {
        guard case .failure(let failure) = try await ask(url, credentials).first?.result else {
            return nil
        }
        return failure
    }

    private static func recorded(_ name: String) throws -> [UInt8] {
        try TestData.bytes("fleet/\(name).txt")
    }

    private static func forbidden(_ message: String) -> [UInt8] {
        Array(
            (#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"#
                + #""\#(message)","reason":"Forbidden","details":{},"code":403}"# + "\n").utf8
        )
    }

    @Test("a server's metrics come over TLS, its header tells the process, readyz the reload")
    func metrics() async throws {
        let text = try Self.recorded("reload-on-fresh")
        let server = try HTTPSServer(certificates.server) { request in
            switch request.path {
            case "/metrics":
                .init(200, text, headers: [("Process-Start-Time-Unix", "1795540365")])
            case "/readyz?verbose":
                .init(
                    200,
                    Array(
                        "[+]poststarthook/start-encryption-provider-config-automatic-reload ok\n"
                            .utf8
                    )
                )
            default: .init(404, [])
            }
        }
        let answers = try await ask(server.url, trusting, texts: 2)
        #expect(answers.count == 2)
        for answer in answers {
            let report = try answer.result.get()
            #expect(try report.appliedFile == .hash(MetricsTests.hash("c1.yaml")))
            #expect(report.processStart == Moment(1_795_540_365))
            #expect(report.reload.isOn == true)
            #expect(report.damage == nil)
        }
    }

    @Test("tokens and client certificates; 401 and 403 are told apart, with the server's words")
    func authentication() async throws {
        let text = try Self.recorded("reload-off")
        let server = try HTTPSServer(certificates.server) { request in
            switch request.authorization {
            case "Bearer good": .init(200, text)
            case "Bearer plain": .init(403, Self.forbidden(#"forbidden: User \"plain-user\""#))
            default: .init(401, Array("{}".utf8))
            }
        }
        func with(_ token: String) throws -> ServerCredentials {
            var credentials = try trusting
            credentials.token = { Array(token.utf8) }
            return credentials
        }
        #expect(try await failure(server.url, with("good")) == nil)
        #expect(try await failure(server.url, with("bad")) == .unauthorized)
        #expect(try await failure(server.url, trusting) == .unauthorized)
        #expect(
            try await failure(server.url, with("plain"))
                == .forbidden(#"forbidden: User "plain-user""#)
        )

        let strict = try HTTPSServer(
            certificates.server,
            clientAuthority: certificates.authority
        ) { _ in .init(200, text) }
        var somebody = try trusting
        somebody.certificate = [UInt8](
            try Data(contentsOf: URL(filePath: certificates.root.certificate))
        )
        somebody.privateKey = [UInt8](try Data(contentsOf: URL(filePath: certificates.root.key)))
        #expect(try await failure(strict.url, somebody) == nil)
        guard case .clientCertificate = try await failure(strict.url, trusting) else {
            Issue.record("\(String(describing: try await failure(strict.url, trusting)))")
            return
        }
    }

    @Test("certificates: an unknown authority, another name, a name given, no TLS, nobody")
    func security() async throws {
        let text = try Self.recorded("reload-off")
        let server = try HTTPSServer(certificates.server) { _ in .init(200, text) }
        guard case .certificate = try await failure(server.url, ServerCredentials()) else {
            Issue.record("\(String(describing: try await failure(server.url, .init())))")
            return
        }
        let named = try HTTPSServer(certificates.named) { _ in .init(200, text) }
        guard case .otherName = try await failure(named.url, trusting) else {
            Issue.record("\(String(describing: try await failure(named.url, trusting)))")
            return
        }
        var credentials = try trusting
        credentials.serverName = "etcd.example"
        #expect(try await failure(named.url, credentials) == nil)
        credentials.serverName = "other.example"
        guard case .otherName = try await failure(named.url, credentials) else {
            Issue.record("\(String(describing: try await failure(named.url, credentials)))")
            return
        }
        let plain = try HTTPSServer(nil) { _ in .init(200, text) }
        guard case .protocolMismatch = try await failure(plain.url, trusting) else {
            Issue.record("\(String(describing: try await failure(plain.url, trusting)))")
            return
        }
        #expect(try await failure("http://127.0.0.1:\(plain.port)", ServerCredentials()) == nil)
        let port = plain.port
        plain.stop()
        #expect(try await failure("https://127.0.0.1:\(port)", trusting) == .refused)
    }

    @Test("answers that end early, fall silent, or send elsewhere")
    func broken() async throws {
        let text = try Self.recorded("reload-off")
        let server = try HTTPSServer(certificates.server) { request in
            switch request.path {
            case "/cut/metrics": .init(200, text, end: .cutOff(500))
            case "/silent/metrics": .init(200, text, end: .silent(500))
            case "/moved/metrics":
                .init(302, [], headers: [("Location", "https://elsewhere.example/metrics")])
            case "/broken/metrics": .init(503, [])
            case "/half/metrics": .init(200, Array(text.dropLast(10)))
            default: .init(404, [])
            }
        }
        #expect(
            try await failure(server.url + "/cut", trusting) == .cutOff(afterBytes: 500)
        )
        #expect(
            try await failure(server.url + "/silent", trusting) == .silent(afterBytes: 500)
        )
        #expect(
            try await failure(server.url + "/moved", trusting)
                == .redirected(to: "https://elsewhere.example/metrics")
        )
        #expect(try await failure(server.url + "/broken", trusting) == .status(503))
        let half = try await ask(server.url + "/half", trusting).first?.result.get()
        #expect(half?.damage == .cutOff)
    }

    @Test("a load balancer shows itself by two servers behind one address")
    func loadBalancer() async throws {
        let texts = try ["A", "B"].map {
            try Self.recorded("two-servers-different-files-server-\($0)")
        }
        let turn = Turn()
        let server = try HTTPSServer(certificates.server) { request in
            request.path == "/metrics" ? .init(200, texts[turn.next() % 2]) : .init(404, [])
        }
        let answers = try await ask(server.url, trusting, texts: 2)
        let verdict = FleetJudge(wanted: try MetricsTests.hash("c4.yaml"), files: [])
            .judge(roster: nil, answers: answers)
        #expect(
            verdict.remarks.contains(
                .loadBalancer(source: server.url, servers: 2, isComplete: false)
            )
        )
        #expect(verdict.servers.map(\.state) == [.proven, .other])
    }

    private final class Turn: @unchecked Sendable {
        private let lock = NSLock()
        private var number = -1

        func next() -> Int {
            lock.withLock {
                number += 1
                return number
            }
        }
    }

    @Test("kenc asks with a kubeconfig, with a token's file, and names what it refuses")
    func program() throws {
        let text = try Self.recorded("two-servers-different-files-server-A")
        let server = try HTTPSServer(certificates.server) { request in
            request.authorization == "Bearer t0ken" ? .init(200, text) : .init(401, [])
        }
        func kubeconfig(_ user: String) throws -> String {
            try folder.write(
                Array(
                    """
                    apiVersion: v1
                    kind: Config
                    current-context: c
                    contexts: [{name: c, context: {cluster: k, user: u}}]
                    clusters:
                    - {name: k, cluster: {server: "\(server.url)", certificate-authority: ca.crt}}
                    users:
                    - name: u
                      user: \(user)
                    """.utf8
                ),
                to: "admin.conf"
            )
        }
        func fleet(_ arguments: [String]) throws -> KencProcess.Result {
            try KencProcess.run(["fleet", "--config", "fleet/c4.yaml"] + arguments)
        }
        let path = try kubeconfig("{token: t0ken}")
        let good = try fleet(["--kubeconfig", path, "--dump", "fleet/after-second-killed-20s.json"])
        #expect(good.status == 0, "\(good.outputText)\(good.errorText)")

        let tokenFile = try folder.write(Array("t0ken\n".utf8), to: "token")
        let asked = try fleet([
            "--server", server.url, "--server-cacert", certificates.authority,
            "--server-token-file", tokenFile,
        ])
        #expect(asked.status == 0, "\(asked.outputText)\(asked.errorText)")

        _ = try folder.write(Array("wr0ng\n".utf8), to: "token")
        let refused = try fleet(["--kubeconfig", try kubeconfig("{tokenFile: token}")])
        #expect(refused.status == 1)
        #expect(refused.outputText.contains("401"))
        #expect(!(refused.outputText + refused.errorText).contains("wr0ng"))

        let exec = try fleet(["--kubeconfig", try kubeconfig("{exec: {command: aws-auth}}")])
        #expect(exec.status == 1)
        #expect(exec.errorText.contains("exec (aws-auth)"), "\(exec.errorText)")
    }
}

#endif
