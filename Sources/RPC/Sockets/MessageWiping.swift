#if Etcd

internal import GRPCCore
internal import Glibc
internal import NIOCore

/// Wipes messages that hold secrets, where gRPC and NIO have them in memory of their own.
///
/// Both copy on write and free without wiping, so the bytes are overwritten in place once nobody
/// needs them.
enum MessageWiping {
    /// Wipes a message that was sent or read; whoever still shares it sees zeros.
    static func wipe(_ message: some GRPCContiguousBytes) {
        unsafe message.withUnsafeBytes { unsafe wipe($0) }
    }

    fileprivate static func wipe(_ bytes: UnsafeRawBufferPointer) {
        guard let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress) else {
            return
        }
        unsafe explicit_bzero(start, bytes.count)
    }
}

/// Wipes what goes out as soon as the kernel has it.
///
/// No two writes share bytes: who writes into memory that this handler still holds gets a copy.
final class WrittenBytesWiper: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?,
    ) {
        let buffer = unwrapOutboundIn(data)
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.whenComplete { _ in
            unsafe buffer.withUnsafeReadableBytes { unsafe MessageWiping.wipe($0) }
        }
        context.write(wrapOutboundOut(buffer), promise: written)
    }
}

#endif
