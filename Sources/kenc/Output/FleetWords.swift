import Fleet

/// What the verdicts on API servers are in words, and what to do next.
enum FleetWords {
    typealias Words = (message: String, hint: String?)

    static func reason(_ reason: ServerReason) -> Words {
        switch reason {
        case .releaseDoesNotTell(let release):
            let name = release.map { "Kubernetes \($0)" } ?? "a release before 1.34"
            return (
                "\(name) does not tell which file it has applied",
                "look at the file and the log on the server, or restart it on the file"
            )
        case .noConfiguration(let isCertain):
            let doubt = isCertain ? "" : " (its release is unknown; before 1.34 this says nothing)"
            return (
                "it runs without an encryption configuration\(doubt)",
                "start it with --encryption-provider-config"
            )
        case .text(let damage): return text(damage)
        case .unclear: return ("its metrics name more than one applied file", "ask it again")
        case .asking(let failure): return asking(failure)
        }
    }

    private static func text(_ damage: TextDamage) -> Words {
        switch damage {
        case .empty: ("the text is empty", "take it again: kubectl get --raw /metrics")
        case .cutOff: ("the metrics were cut off in the middle of a line", "take them again")
        case .unreadableLines(let count):
            (
                "\(Numbers.count(count, "line")) of the metrics cannot be read",
                "take them again: kubectl get --raw /metrics"
            )
        case .tooLarge: ("the metrics have more counters than any API server", nil)
        case .noAPIServer:
            ("these are no metrics of an API server", "take them with kubectl get --raw /metrics")
        case .severalServers:
            ("the text holds metrics of several API servers", "give each one's in its own file")
        }
    }

    private static func asking(_ failure: AskFailure) -> Words {
        switch failure {
        case .unauthorized:
            (
                "401: it does not know these credentials",
                "give a kubeconfig, --server-token-file, or --server-cert and --server-key"
            )
        case .forbidden(let words):
            (
                "403: \(words.isEmpty ? "reading /metrics is not allowed" : ShownText.line(words))",
                "bind the ClusterRole system:monitoring to this user"
            )
        case .redirected(let place):
            (
                "it sends elsewhere (\(ShownText.line(place))), and credentials stay here",
                "name the API server itself"
            )
        case .status(let code): ("it answered with status \(code)", nil)
        case .certificate(let why):
            (
                "its certificate cannot be trusted: \(ShownText.line(why))",
                "name the cluster's authority with --server-cacert"
            )
        case .otherName:
            (
                "its certificate is for another name than the address",
                "give a name that it has: --tls-server-name kubernetes.default.svc"
            )
        case .clientCertificate:
            ("it does not take the client's certificate", "see --server-cert, or the kubeconfig")
        case .refused: ("nothing listens there", "is the API server running?")
        case .unknownHost(let host):
            ("its host name is unknown \(ShownText.line(host))", "name it by its IP address")
        case .connectTimeout: ("no connection within the time", "is a firewall in between?")
        case .silent(let bytes):
            ("it fell silent after \(Numbers.bytes(bytes)) of metrics", "ask it again")
        case .cutOff(let bytes):
            ("its answer was cut off after \(Numbers.bytes(bytes))", "ask it again")
        case .protocolMismatch(let why): (ShownText.line(why), "is this the API server's port?")
        case .other(let why): (ShownText.line(why), nil)
        }
    }

    static func remark(_ remark: FleetRemark) -> Words {
        switch remark {
        case .loadBalancer(let source, let servers, let isComplete):
            (
                "\(source) is a load balancer: \(servers) API servers answered there",
                isComplete
                    ? nil
                    : "name each server with --server, or a store that knows how many there are"
            )
        case .sharedIdentity(let identity, let hash):
            (
                "more than one process answered as \(identity?.id ?? hash.short): servers with "
                    + "one host name, or one that was started again",
                "give each API server a host name of its own"
            )
        case .moreAddresses(let addresses, let servers):
            (
                "etcd lists \(Numbers.count(addresses, "live address", "live addresses")) of API "
                    + "servers, and \(servers) \(servers == 1 ? "is" : "are") known by name: "
                    + "servers with one host name share an identity",
                "ask every address with --server"
            )
        case .emptyStore:
            ("the store names no API server, so nobody knows which were forgotten", nil)
        case .gone(let name):
            (
                "\(ShownText.line(name)) is gone: it does not renew its lease, and is not counted",
                nil
            )
        case .noStore:
            (
                "without a store, servers that nobody named are unknown",
                "add --endpoints URL, --snapshot FILE or --dump FILE"
            )
        }
    }
}
