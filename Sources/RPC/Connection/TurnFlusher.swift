#if Etcd

internal import NIOCore

/// Sends what many calls write in one turn of the event loop with one system call.
///
/// The transport's own coalescing waits for a timer, which costs system calls itself and a tenth
/// of a millisecond for a call that is alone.
final class TurnFlusher: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isDue = false

    func flush(context: ChannelHandlerContext) {
        guard !isDue else { return }
        isDue = true
        let turn = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (flusher, context) = turn.value
            flusher.flushNow(context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // Nobody above writes on until this much is on its way.
        if !context.channel.isWritable { flushNow(context) }
        context.fireChannelWritabilityChanged()
    }

    func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?,
    ) {
        flushNow(context)
        context.close(mode: mode, promise: promise)
    }

    private func flushNow(_ context: ChannelHandlerContext) {
        guard isDue else { return }
        isDue = false
        context.flush()
    }
}

#endif
