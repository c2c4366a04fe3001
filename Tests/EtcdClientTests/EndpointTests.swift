#if Etcd

import EtcdModel
import EtcdClient
import KeyMaterial
import Testing

@Suite struct EndpointTests {
    @Test(
        "endpoints as etcdctl takes them",
        arguments: [
            ("127.0.0.1:2379", "127.0.0.1:2379", false),
            ("localhost", "localhost:2379", false),
            ("https://etcd.example:2379/", "https://etcd.example:2379", true),
            ("http://10.0.0.1:4001", "http://10.0.0.1:4001", false),
            ("HTTPS://a", "https://a:2379", true),
            ("https://[::1]:2379", "https://[::1]:2379", true),
            ("[fe80::1]", "[fe80::1]:2379", false),
            ("unix:///run/etcd.sock", "unix:///run/etcd.sock", false),
            ("unix:/run/etcd.sock", "unix:///run/etcd.sock", false),
        ]
    )
    func good(text: String, description: String, tls: Bool) throws {
        let endpoint = try EtcdEndpoint(text)
        #expect(endpoint.description == description)
        #expect(EtcdConnectionOptions(endpoints: [endpoint]).usesTLS(endpoint) == tls)
    }

    @Test(
        "endpoints that cannot be",
        arguments: [
            "", ":2379", "host:", "host:0", "host:65536", "host:-1", "host:+5", "ftp://host:1",
            "::1:2379", "[::1", "[::1]x", "http://user:secret@host", "http://host/path", "unix://",
            "a b:1", "unix:///" + String(repeating: "x", count: 120),
        ]
    )
    func bad(text: String) {
        let error = #expect(throws: EtcdError.self) { try EtcdEndpoint(text) }
        #expect(error?.code == .configuration)
        #expect(error?.hint != nil)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("a list keeps its order and drops repetitions")
    func list() throws {
        let list = try EtcdEndpoint.list("a:1, b:2,a:1,https://a:1")
        #expect(list.map(\.description) == ["a:1", "b:2", "https://a:1"])
        #expect(throws: EtcdError.self) { try EtcdEndpoint.list("a:1,,b:2") }
    }

    @Test("a TLS option turns TLS on where no scheme is written")
    func schemeless() throws {
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list("a:1,http://a:1"))
        #expect(connection.endpoints.map(connection.usesTLS) == [false, false])
        connection.cacert = "ca.crt"
        #expect(connection.endpoints.map(connection.usesTLS) == [true, false])
        connection.cacert = nil
        connection.insecureTransport = false
        #expect(connection.endpoints.map(connection.usesTLS) == [true, false])
    }

    @Test("the environment under etcdctl's names")
    func environment() throws {
        let connection = try EtcdConnectionOptions.environment([
            "ETCDCTL_ENDPOINTS": "https://a:1,https://b:1", "ETCDCTL_CACERT": "ca",
            "ETCDCTL_CERT": "c", "ETCDCTL_KEY": "k", "ETCDCTL_INSECURE_SKIP_TLS_VERIFY": "true",
            "ETCDCTL_INSECURE_TRANSPORT": "0", "ETCDCTL_USER": "anna:p:w",
            "ETCDCTL_DIAL_TIMEOUT": "1m1.5s", "ETCDCTL_COMMAND_TIMEOUT": "", "OTHER": "x",
        ])
        #expect(connection.endpoints.map(\.port) == [1, 1])
        #expect(connection.cacert == "ca" && connection.cert == "c" && connection.key == "k")
        #expect(connection.insecureSkipTLSVerify && !connection.insecureTransport)
        #expect(connection.user == "anna")
        #expect(connection.password?.count == 3)
        #expect(connection.dialTimeout == .milliseconds(61_500))
        #expect(connection.commandTimeout == .seconds(10))
        #expect(!"\(connection)".contains("p:w"))
    }

    @Test(
        "an environment that cannot be",
        arguments: [
            ["ETCDCTL_DIAL_TIMEOUT": "5"], ["ETCDCTL_DIAL_TIMEOUT": "0s"],
            ["ETCDCTL_KEEPALIVE_TIME": "s"], ["ETCDCTL_INSECURE_TRANSPORT": "no"],
            ["ETCDCTL_ENDPOINTS": "ftp://x"],
        ]
    )
    func badEnvironment(variables: [String: String]) {
        let error = #expect(throws: EtcdError.self) {
            try EtcdConnectionOptions.environment(variables)
        }
        #expect(error?.code == .configuration)
    }

    @Test("options that need a partner")
    func partners() throws {
        let endpoints = try EtcdEndpoint.list("a:1")
        var connection = EtcdConnectionOptions(endpoints: [])
        #expect(throws: EtcdError.self) { try EtcdClient(connection) }
        connection.endpoints = endpoints
        connection.cert = "c"
        #expect(throws: EtcdError.self) { try EtcdClient(connection) }
        connection = EtcdConnectionOptions(endpoints: endpoints)
        connection.user = "anna"
        #expect(throws: EtcdError.self) { try EtcdClient(connection) }
    }

    @Test(
        "the end of a prefix",
        arguments: [
            ([UInt8]("/registry/".utf8), [UInt8]("/registry0".utf8)), ([], [0]),
            ([1, 0xff, 0xff], [2]), ([0xff, 0xff], [0]),
        ]
    )
    func prefix(prefix: [UInt8], end: [UInt8]) {
        #expect(KeyRange(prefix: prefix).end == end)
    }
}

#endif
