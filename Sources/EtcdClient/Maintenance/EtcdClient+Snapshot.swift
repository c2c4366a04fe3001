#if Etcd

internal import GRPCCore
internal import GRPCProtobuf

/// A snapshot that was saved and verified.
public struct EtcdSavedSnapshot: Sendable, Hashable {
    /// Where it lies.
    public let path: String
    /// The size of the file in bytes, with the hash at its end.
    public let byteCount: Int64
    /// SHA-256 of the database, the last 32 bytes of the file.
    public let sha256: [UInt8]
    /// The member it came from.
    public let endpoint: EtcdEndpoint
}

extension EtcdClient {
    /// Saves one member's database to a file, in the form of `etcdctl snapshot save`.
    ///
    /// The file appears whole or not at all: it is written beside, 0600, its hash compared, synced
    /// and renamed. An existing file of that name is replaced only then.
    ///
    /// - Parameters:
    ///   - path: The file to write.
    ///   - endpoint: The member to take it from; nil for the endpoint in use.
    ///   - progress: Called with the bytes written so far and those still expected.
    /// - Returns: What was saved.
    /// - Throws: ``EtcdError/Code/malformedAnswer`` for a wrong hash or a stream that ends early,
    ///   ``EtcdError/Code/file`` when the file cannot be written.
    public func saveSnapshot(
        to path: String,
        from endpoint: EtcdEndpoint? = nil,
        progress: @Sendable @escaping (_ written: Int64, _ remaining: UInt64) -> Void = { _, _ in },
    ) async throws(EtcdError) -> EtcdSavedSnapshot {
        let link: Link
        if let endpoint {
            guard let found = links.first(where: { $0.endpoint == endpoint }) else {
                throw EtcdError(
                    code: .configuration,
                    message: "\(endpoint) is not among the endpoints",
                    hint: "name it with --endpoints"
                )
            }
            link = found
        } else {
            // Finds an endpoint that answers.
            link = try await perform { link, _ in link }
        }
        // The file goes away with its owner unless it is kept, on every way out.
        return try await perform(on: link) { link, metadata in
            try await link.client().serverStreaming(
                request: ClientRequest(
                    message: Etcdserverpb_SnapshotRequest(),
                    metadata: metadata
                ),
                descriptor: Methods.snapshot.descriptor,
                serializer: ProtobufSerializer<Etcdserverpb_SnapshotRequest>(),
                deserializer: ProtobufDeserializer<Etcdserverpb_SnapshotResponse>(),
                // However long a large database takes; keepalive notices a dead connection.
                options: Link.options(timeout: nil),
            ) { response in
                let file = try SnapshotFileWriter(path: path)
                for try await message in response.messages {
                    try file.write(Array(message.blob))
                    progress(file.byteCount, message.remainingBytes)
                }
                let hash = try file.finish(endpoint: link.endpoint)
                return EtcdSavedSnapshot(
                    path: path,
                    byteCount: file.byteCount,
                    sha256: hash,
                    endpoint: link.endpoint
                )
            }
        }
    }
}

#endif
