#if Etcd

internal import NIOCore
internal import NIOHTTP2

/// What is put before gRPC's own handlers on every connection.
enum ConnectionHandlers {
    /// Call it on the channel's loop.
    static func add(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
        try pipeline.addHandler(TurnFlusher(), position: .before(http2))
        try pipeline.addHandler(PingAnswerer(), position: .before(http2))
    }
}

#endif
