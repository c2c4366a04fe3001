import EtcdModel

extension RemedyText {
    /// What to do about a store that fails.
    static func hint(_ hint: String?, _ remedy: StoreRemedy?) -> String? {
        joined(hint, remedy.map(words))
    }

    /// The options that mend a store.
    static func words(_ remedy: StoreRemedy) -> String {
        switch remedy {
        case .nameAnEndpoint: "name one with --endpoints or ETCDCTL_ENDPOINTS"
        case .nameThatEndpoint: "name it with --endpoints"
        case .nameAVotingMember: "name a voting member with --endpoints"
        case .nameAnotherMember: "try again, or name another member with --endpoints"
        case .nameOneCluster: "check that all of --endpoints lead to one cluster"
        case .distrustMember:
            "do not rely on this member: look at its log, and name another with --endpoints"
        case .waitLongerForConnection: "check the address and firewalls, or raise --dial-timeout"
        case .waitLongerForAnswer: "raise --command-timeout, or check the member"
        case .slowDown: "lower --rate"
        case .giveAuthority: "give the authority that signed it with --cacert"
        case .giveTrustedCertificate: "give one it trusts with --cert and --key"
        case .giveCertificateWithKey: "give --cert and --key together"
        case .checkTLSFiles:
            "check that --cacert, --cert and --key name PEM files that belong together"
        case .checkAuthorityFile: "check what --cacert names"
        case .checkCertificateFile: "check what --cert names"
        case .checkKeyFile: "check what --key names"
        case .tryCertificate: "does the server want a client certificate (--cert, --key)?"
        case .tryTLS: "does the server want TLS (https://, --cacert)?"
        case .giveUser: "give --user and --password-file, or a client certificate of a user"
        case .nameUserOfPassword: "name the user with --user or ETCDCTL_USER"
        case .givePassword: "use --password-file or ETCDCTL_PASSWORD"
        case .checkUserAndPassword:
            "check --user and the password; etcd does not say which is wrong"
        case .giveDatabase: "--snapshot takes an etcd database"
        case .giveSnapshotOrDatabase:
            "--snapshot takes the output of `etcdctl snapshot save`, or member/snap/db"
        case .giveAsDump: "read the output of `etcdctl get -w json` with --dump"
        case .skipHashCheck: "--skip-hash-check reads it all the same"
        }
    }
}
