#if Etcd

internal import EtcdModel
internal import DurableFiles
internal import GRPCCore
internal import RPC
internal import Synchronization

/// A snapshot that was saved and verified.
public struct EtcdSavedSnapshot: Sendable, Hashable {
    /// Where it lies, or the name of the stream that it went to.
    public let path: String
    /// The size of the file in bytes, with the hash at its end.
    public let byteCount: Int64
    /// SHA-256 of the database, the last 32 bytes of the file.
    public let sha256: [UInt8]
    /// SHA-256 of the whole file, as `sha256sum` prints it.
    public let fileSHA256: [UInt8]
    /// The member it came from.
    public let endpoint: EtcdEndpoint
}

/// Where a snapshot goes.
public enum EtcdSnapshotTarget: Sendable, Hashable {
    /// A file, which appears whole or not at all, 0600; one of that name is replaced or an error.
    case file(path: String, replaces: Bool)
    /// What is open already, and is not closed; the name is for messages. Here, a snapshot whose
    /// hash is wrong has been written when that is found.
    case stream(Int32, name: String)

    fileprivate func begin() throws(FileFailure) -> WholeFile {
        switch self {
        case .file(let path, let replaces): try WholeFile(path: path, replaces: replaces)
        case .stream(let descriptor, let name): WholeFile(descriptor: descriptor, name: name)
        }
    }
}

extension EtcdClient {
    /// Saves one member's database, in the form of `etcdctl snapshot save`, its hash compared.
    ///
    /// - Parameters:
    ///   - target: Where to.
    ///   - endpoint: The member to take it from; nil for the endpoint in use.
    ///   - progress: Called with the bytes written so far and those still expected.
    /// - Returns: What was saved.
    /// - Throws: ``EtcdError/Code/malformedAnswer`` for a wrong hash or a stream that ends early,
    ///   ``EtcdError/Code/file`` when the file cannot be written.
    public func saveSnapshot(
        to target: EtcdSnapshotTarget,
        from endpoint: EtcdEndpoint? = nil,
        progress: @Sendable @escaping (_ written: Int64, _ remaining: UInt64) -> Void = { _, _ in },
    ) async throws(EtcdError) -> EtcdSavedSnapshot {
        let link: Link
        if let endpoint {
            guard let found = links.first(where: { $0.endpoint == endpoint }) else {
                throw EtcdError(
                    code: .configuration,
                    message: "\(endpoint) is not among the endpoints",
                    remedy: .nameThatEndpoint
                )
            }
            link = found
        } else {
            // Finds an endpoint that answers.
            link = try await perform { link, _ in link }
        }
        return try await perform(on: link, subject: CallFailure.maintenance) { link, metadata in
            let length = try SnapshotLength(told: try await self.status(over: link).dbSize, link)
            return try await self.whileAlive(
                link,
                during: "the snapshot",
                patience: self.connection.commandTimeout * 6
            ) { alive in
                try await Self.receive(to: target, over: link, metadata, length, alive, progress)
            }
        }
    }

    private static func receive(
        to target: EtcdSnapshotTarget,
        over link: Link,
        _ metadata: Metadata,
        _ length: SnapshotLength,
        _ alive: LongCall,
        _ progress: @Sendable @escaping (_ written: Int64, _ remaining: UInt64) -> Void,
    ) async throws -> EtcdSavedSnapshot {
        // However long a large database takes.
        try await link.rpc.answers(
            to: Etcdserverpb_SnapshotRequest(),
            Methods.snapshot,
            metadata: metadata,
        ) { answers in
            // The file goes away with its owner unless it is kept, on every way out.
            do {
                let file = try target.begin()
                var check = try SnapshotCheck()
                var length = length
                for try await message in answers {
                    // An empty message brings nothing forward.
                    guard !message.blob.isEmpty else { continue }
                    alive.heard()
                    let bytes = Array(message.blob)
                    try length.take(bytes.count, remaining: message.remainingBytes)
                    try check.add(bytes)
                    try alive.pausing { try file.write(bytes) }
                    progress(check.byteCount, message.remainingBytes)
                }
                let byteCount = check.byteCount
                let outcome = try check.finish(link.endpoint)
                try file.finish()
                return EtcdSavedSnapshot(
                    path: file.path,
                    byteCount: byteCount,
                    sha256: outcome.databaseHash,
                    fileSHA256: outcome.fileHash,
                    endpoint: link.endpoint
                )
            } catch let failure as FileFailure {
                throw EtcdError(code: .file, message: "\(failure)")
            }
        }
    }
}

#endif
