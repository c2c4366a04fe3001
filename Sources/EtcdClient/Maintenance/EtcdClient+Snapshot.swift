#if Etcd

internal import GRPCCore
internal import GRPCProtobuf
internal import Synchronization

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

/// When a member was last heard of.
private final class Heard: Sendable {
    let last = Mutex(ContinuousClock.now)
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
        return try await perform(on: link) { link, metadata in
            let heard = Heard()
            return try await withThrowingTaskGroup(of: EtcdSavedSnapshot.self) { group in
                group.addTask {
                    try await Self.receive(to: path, over: link, metadata) { written, remaining in
                        heard.last.withLock { $0 = .now }
                        progress(written, remaining)
                    }
                }
                group.addTask { try await self.watch(link, heard) }
                defer { group.cancelAll() }
                guard let saved = try await group.next() else { throw CancellationError() }
                return saved
            }
        }
    }

    private static func receive(
        to path: String,
        over link: Link,
        _ metadata: Metadata,
        progress: @Sendable @escaping (_ written: Int64, _ remaining: UInt64) -> Void,
    ) async throws -> EtcdSavedSnapshot {
        try await link.line().client.serverStreaming(
            request: ClientRequest(message: Etcdserverpb_SnapshotRequest(), metadata: metadata),
            descriptor: Methods.snapshot.descriptor,
            serializer: ProtobufSerializer<Etcdserverpb_SnapshotRequest>(),
            deserializer: ProtobufDeserializer<Etcdserverpb_SnapshotResponse>(),
            // However long a large database takes.
            options: Link.options,
        ) { response in
            // The file goes away with its owner unless it is kept, on every way out.
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

    /// Asks a member that has been silent for a sign of life, and throws when there is none.
    ///
    /// The transport's keepalive cannot: grpc-swift-nio-transport 2.9.2 stops it when the first
    /// call on a connection ends, and does not start it again.
    private func watch(_ link: Link, _ heard: Heard) async throws -> EtcdSavedSnapshot {
        while true {
            try await Task.sleep(for: connection.keepaliveTime)
            let silence = ContinuousClock.now - heard.last.withLock { $0 }
            guard silence >= connection.keepaliveTime else { continue }
            do {
                _ = try await link.unary(
                    Methods.status,
                    .init(),
                    metadata: [:],
                    timeout: connection.keepaliveTimeout
                )
            } catch let error as RPCError
                where error.code == .deadlineExceeded || error.code == .unavailable
            {
                throw EtcdError(
                    code: .timedOut,
                    message:
                        "\(link.endpoint): the member fell silent in the middle of the snapshot",
                    hint: "try again, or name another member with --endpoints"
                )
            } catch is RPCError {
                // A refusal is a sign of life as well.
            }
        }
    }
}

#endif
