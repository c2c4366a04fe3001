#if Etcd

import EtcdModel
import GRPCCore
import Testing

@testable import EtcdClient

/// Where there is no connection, or is none any more, one plain phrase says so.
struct ConnectionFailureTests {
    private struct Cause: Error, CustomStringConvertible {
        let description: String
    }

    @Test(
        "names the endpoint and what happened, and leaves the library's words out",
        arguments: [
            (
                "connect(descriptor:addr:size:): Connection refused (errno: 111)",
                "connection refused"
            ),
            ("connect(descriptor:addr:size:): (errno: 113)", "no route to the host"),
            ("connect(descriptor:addr:size:): (errno: 2)", "no such socket"),
            (
                "SocketAddressError.unknown(host: \"etcd\") cannot resolve",
                "the name cannot be resolved"
            ),
            ("ChannelError.connectTimeout(2 s)", "no answer to the connection"),
            ("read(descriptor:pointer:size:): (errno: 104)", "the connection was lost"),
            (
                "CERTIFICATE_VERIFY_FAILED at /src/x.cc:1",
                """
                the server's certificate is not signed by a trusted authority or is out of date
                """
            ),
            ("SSLV3_ALERT_BAD_CERTIFICATE", "the server does not accept the client certificate"),
            ("WRONG_VERSION_NUMBER", "the server does not speak TLS"),
        ]
    )
    func plainPhrases(cause: String, phrase: String) throws {
        let failure = try Self.failure(
            "Could not establish a connection to [ipv4]10.0.0.1:2379.",
            Cause(description: cause)
        )
        #expect(failure.reaction == .nextEndpoint)
        #expect(failure.error.text == "https://10.0.0.1:2379: \(phrase)")
        #expect(failure.error.hint != nil || failure.error.remedy != nil)
    }

    @Test("a call that breaks off in the middle")
    func brokenCall() throws {
        let failure = try Self.failure("Stream unexpectedly closed.", nil)
        #expect(failure.error.code == .unavailable)
        #expect(failure.error.text == "https://10.0.0.1:2379: the connection was lost")
    }

    @Test("etcd's own words stay, whatever they remind of")
    func wordsOfEtcd() throws {
        let failure = try Self.failure("etcdserver: request timed out", nil)
        #expect(failure.error.code == .unavailable)
        #expect(
            failure.error.text == "https://10.0.0.1:2379: the member cannot answer "
                + "(etcdserver: request timed out)"
        )
    }

    private static func failure(_ message: String, _ cause: Cause?) throws -> CallFailure {
        CallFailure(
            RPCError(code: .unavailable, message: message, cause: cause),
            endpoint: try EtcdEndpoint("https://10.0.0.1:2379"),
            subject: nil
        )
    }
}

#endif
