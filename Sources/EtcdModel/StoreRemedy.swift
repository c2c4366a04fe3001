/// What to do about a store that fails, when it takes another option of whoever opened the store: a
/// library knows no program's options, so whoever shows the failure words it.
public enum StoreRemedy: Sendable, Hashable, CaseIterable {
    // Which member is asked, and how patiently.

    /// Name an endpoint: there is none.
    case nameAnEndpoint
    /// Name the endpoint in question beside the others.
    case nameThatEndpoint
    /// Name a member that votes.
    case nameAVotingMember
    /// Try again, or name another member.
    case nameAnotherMember
    /// Every endpoint has to lead to one cluster.
    case nameOneCluster
    /// A member answers what none does: another one is to be asked.
    case distrustMember
    /// Wait longer for a connection, if address and network are right.
    case waitLongerForConnection
    /// Wait longer for an answer, if the member is well.
    case waitLongerForAnswer
    /// Send fewer requests a second.
    case slowDown

    // TLS.

    /// Give the authority that signed the server's certificate.
    case giveAuthority
    /// Give a client certificate that the server trusts.
    case giveTrustedCertificate
    /// Give a client certificate and its key together.
    case giveCertificateWithKey
    /// Check that the files of TLS belong together.
    case checkTLSFiles
    /// Check the file of authorities that was named.
    case checkAuthorityFile
    /// Check the file of the client certificate that was named.
    case checkCertificateFile
    /// Check the file of the client key that was named.
    case checkKeyFile
    /// The server may want a client certificate.
    case tryCertificate
    /// The server may want TLS.
    case tryTLS

    // Users.

    /// Give a user and the password, or a client certificate of a user.
    case giveUser
    /// Name the user whose password was given.
    case nameUserOfPassword
    /// Give the password of the user.
    case givePassword
    /// Check user and password.
    case checkUserAndPassword

    // Files.

    /// Give an etcd database where a snapshot is expected.
    case giveDatabase
    /// Give a saved snapshot or the database of a member.
    case giveSnapshotOrDatabase
    /// Give the file as a dump.
    case giveAsDump
    /// Read a snapshot although its hash is wrong.
    case skipHashCheck
}
