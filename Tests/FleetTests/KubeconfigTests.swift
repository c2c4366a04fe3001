import Fleet
import Testing

@Suite struct KubeconfigTests {
    private func text(
        cluster: String = "{server: 'https://h:1'}",
        user: String = "{}",
    ) -> [UInt8] {
        Array(
            """
            current-context: c
            contexts: [{name: c, context: {cluster: k, user: u}}]
            clusters: [{name: k, cluster: \(cluster)}]
            users: [{name: u, user: \(user)}]
            """.utf8
        )
    }

    private func problem(_ bytes: [UInt8]) -> KubeconfigProblem? {
        do throws(KubeconfigProblem) {
            _ = try Kubeconfig(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsTaken() throws {
        let config = try Kubeconfig(
            text(
                cluster: "{server: 'https://h:1', tls-server-name: n, certificate-authority: ca}",
                user:
                    "{token: t, client-certificate-data: YWJj, client-certificate: x, client-key: k}"
            )
        )
        #expect(config.server == "https://h:1")
        #expect(config.serverName == "n")
        guard case .file("ca") = config.authorities, case .data(let token) = config.token,
            case .data(let certificate) = config.certificate, case .file("k") = config.privateKey
        else {
            Issue.record("\(config)")
            return
        }
        #expect(token == Array("t".utf8))
        #expect(certificate == Array("abc".utf8))
        guard case .file("f") = try Kubeconfig(text(user: "{token: t, tokenFile: f}")).token else {
            Issue.record("a token's file wins")
            return
        }
        #expect("\(config)" == "<kubeconfig of https://h:1>")
    }

    @Test func whatIsRefused() {
        #expect(
            problem(text(user: "{exec: {command: aws}}"))
                == .unsupported(field: "exec", detail: "aws", place: "user u")
        )
        #expect(
            problem(text(user: "{auth-provider: {name: gcp}}"))
                == .unsupported(field: "auth-provider", detail: "gcp", place: "user u")
        )
        #expect(
            problem(text(cluster: "{server: 'https://h', insecure-skip-tls-verify: true}"))
                == .unsupported(
                    field: "insecure-skip-tls-verify",
                    detail: nil,
                    place: "cluster k"
                )
        )
        #expect(problem(text(cluster: "{}")) == .missing("server of cluster k"))
        #expect(problem(text(user: "{client-key-data: '%%'}")) == .base64(field: "client-key-data"))
        #expect(problem([]) == .noMapping)
        #expect(problem(Array("a: 1".utf8)) == .noContext)
        #expect(problem(Array("current-context: x".utf8)) == .missing("context x"))
        guard case .syntax = problem(Array("secret: 'abc".utf8)) else {
            Issue.record("\(String(describing: problem(Array("secret: 'abc".utf8))))")
            return
        }
    }

    @Test(
        "addresses of API servers",
        arguments: [
            ("https://10.0.0.1:6443", "https://10.0.0.1:6443"),
            ("10.0.0.1:6443", "https://10.0.0.1:6443"),
            ("h", "https://h:443"), ("HTTPS://h/", "https://h:443"),
            ("[::1]:6443", "https://[::1]:6443"),
            ("https://rancher/k8s/clusters/c/", "https://rancher:443/k8s/clusters/c"),
            ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ]
    )
    func addresses(_ text: String, _ url: String) throws {
        #expect(try ServerURL(text).description == url)
    }

    @Test(
        "what is no address",
        arguments: [
            ("ftp://h", AddressProblem.scheme("ftp")), ("https://u:p@h", .user), ("h?x", .query),
            ("https://", .host), ("h:0", .port), ("h:99999", .port), ("::1", .host),
            ("a b", .characters),
        ]
    )
    func noAddresses(_ text: String, _ problem: AddressProblem) {
        #expect(throws: problem) { try ServerURL(text) }
    }
}
