#if Etcd

import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A server on loopback that answers GET as a test wants it, over TLS, as API servers do.
public final class HTTPSServer: Sendable {
    /// What came.
    public struct Request: Sendable {
        /// Path and query.
        public let path: String
        /// The header `Authorization`.
        public let authorization: String?
    }

    /// What goes back.
    public struct Reply: Sendable {
        /// How the body ends.
        public enum End: Sendable {
            /// With its last byte.
            case whole
            /// The connection is closed after so many bytes.
            case cutOff(Int)
            /// Nothing more comes after so many bytes.
            case silent(Int)
        }

        /// The status.
        public var status: Int
        /// Headers beside the length.
        public var headers: [(String, String)]
        /// The body.
        public var body: [UInt8]
        /// How it ends.
        public var end = End.whole

        /// Puts a reply together.
        public init(
            _ status: Int = 200,
            _ body: [UInt8],
            headers: [(String, String)] = [],
            end: End = .whole,
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.end = end
        }
    }

    private let channel: any Channel
    /// The port on 127.0.0.1.
    public let port: Int

    /// `https://127.0.0.1:port`.
    public var url: String { "https://127.0.0.1:\(port)" }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - pair: The server's certificate and key; nil for a server that speaks no TLS.
    ///   - clientAuthority: Clients need a certificate of this authority.
    ///   - answer: Called for each request, anywhere.
    /// - Throws: When the certificate cannot be read, or there is no port.
    public init(
        _ pair: TestCertificates.Pair?,
        clientAuthority: String? = nil,
        answer: @escaping @Sendable (Request) -> Reply,
    ) throws {
        var context: NIOSSLContext?
        if let pair {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(pair.certificate)
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: pair.key, format: .pem))
            )
            if let clientAuthority {
                configuration.certificateVerification = .noHostnameVerification
                configuration.trustRoots = .file(clientAuthority)
            }
            context = try NIOSSLContext(configuration: configuration)
        }
        let security = context
        channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let security {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: security)
                        )
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answerer(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = channel.localAddress?.port ?? 0
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Stops to listen.
    public func stop() {
        try? channel.close().wait()
    }
}

private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (HTTPSServer.Request) -> HTTPSServer.Reply

    init(_ answer: @escaping @Sendable (HTTPSServer.Request) -> HTTPSServer.Reply) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let reply = answer(
            HTTPSServer.Request(
                path: head.uri,
                authorization: head.headers.first(name: "authorization")
            )
        )
        var headers = HTTPHeaders(reply.headers)
        headers.add(name: "content-length", value: "\(reply.body.count)")
        let response = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: reply.status),
            headers: headers
        )
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        let count =
            switch reply.end {
            case .whole: reply.body.count
            case .cutOff(let count), .silent(let count): count
            }
        let body = context.channel.allocator.buffer(bytes: reply.body.prefix(count))
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        switch reply.end {
        case .whole: context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .cutOff: context.close(promise: nil)
        case .silent: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

#endif
