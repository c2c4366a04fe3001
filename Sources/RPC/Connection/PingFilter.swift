#if Etcd

internal import NIOCore

/// Finds the PINGs in a stream of HTTP/2 frames and takes them out, whatever the reads cut it into.
///
/// Frame (RFC 9113, section 4.1): *length (3 bytes), type, flags, stream (4 bytes), payload*.
/// A PING has type 6, eight bytes of payload, and flag 1 when it is an answer; answers stay in.
struct PingFilter {
    static let headerBytes = 9
    static let pingBytes = 17

    /// Payload of the current frame that is still to pass.
    private var remaining = 0
    /// The start of a frame whose kind, or whose PING payload, is not all here yet.
    private var held = ByteBuffer()

    /// Passes `incoming` on in slices without its PINGs, and reports each PING's payload.
    mutating func read(
        _ incoming: ByteBuffer,
        pass: (ByteBuffer) -> Void,
        ping: (UInt64) -> Void
    ) {
        var buffer = incoming
        if held.readableBytes > 0 {
            guard complete(from: &buffer) else { return }
            if let payload = Self.ping(in: held, at: held.readerIndex) {
                ping(payload)
            } else {
                remaining = Self.payloadBytes(in: held, at: held.readerIndex)
                pass(held)
            }
            held = ByteBuffer()
        }
        let end = buffer.writerIndex
        var start = buffer.readerIndex
        var index = start
        while index < end {
            if remaining > 0 {
                let step = min(remaining, end - index)
                remaining -= step
                index += step
                continue
            }
            let needed =
                end - index >= Self.headerBytes && !Self.isPing(in: buffer, at: index)
                ? Self.headerBytes : Self.pingBytes
            if end - index < Self.headerBytes || end - index < needed {
                // At most sixteen bytes wait for the next read.
                held = Self.slice(buffer, index..<end)
                break
            }
            if let payload = Self.ping(in: buffer, at: index) {
                if start < index { pass(Self.slice(buffer, start..<index)) }
                ping(payload)
                index += Self.pingBytes
                start = index
            } else {
                remaining = Self.payloadBytes(in: buffer, at: index)
                index += Self.headerBytes
            }
        }
        if start < index { pass(Self.slice(buffer, start..<index)) }
    }

    /// Fills `held` up to a whole header, or a whole PING; says whether it got there.
    private mutating func complete(from buffer: inout ByteBuffer) -> Bool {
        while true {
            let needed =
                held.readableBytes >= Self.headerBytes
                    && Self.isPing(in: held, at: held.readerIndex)
                ? Self.pingBytes : Self.headerBytes
            if held.readableBytes >= needed { return true }
            let step = min(needed - held.readableBytes, buffer.readableBytes)
            guard step > 0, var part = buffer.readSlice(length: step) else { return false }
            held.writeBuffer(&part)
        }
    }

    private static func isPing(in buffer: ByteBuffer, at index: Int) -> Bool {
        payloadBytes(in: buffer, at: index) == 8
            && buffer.getInteger(at: index + 3, as: UInt8.self) == 6
            && (buffer.getInteger(at: index + 4, as: UInt8.self) ?? 1) & 1 == 0
            && (buffer.getInteger(at: index + 5, as: UInt32.self) ?? 1) & 0x7fff_ffff == 0
    }

    private static func ping(in buffer: ByteBuffer, at index: Int) -> UInt64? {
        guard isPing(in: buffer, at: index) else { return nil }
        return buffer.getInteger(at: index + headerBytes, as: UInt64.self)
    }

    private static func payloadBytes(in buffer: ByteBuffer, at index: Int) -> Int {
        Int(buffer.getInteger(at: index, as: UInt32.self) ?? 0) >> 8
    }

    private static func slice(_ buffer: ByteBuffer, _ range: Range<Int>) -> ByteBuffer {
        buffer.getSlice(at: range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}

/// Answers PINGs before swift-nio-http2 sees them.
///
/// grpc-go servers, etcd among them, send a PING with nearly every reply to measure the line.
/// swift-nio-http2 1.46.0 takes more than 200 of them in 30 seconds for an attack and closes the
/// connection, and grpc-swift-nio-transport 2.9.2 offers no way to raise that limit. This handler
/// can go when one of them does: remove it and run the test that makes ten thousand calls.
final class PingAnswerer: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var filter = PingFilter()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Gathered first: passing bytes on may call back into this handler.
        var slices: [ByteBuffer] = []
        var payloads: [UInt64] = []
        filter.read(unwrapInboundIn(data)) {
            slices.append($0)
        } ping: {
            payloads.append($0)
        }
        // A server that asks without reading would make answers pile up: it gets none.
        if !payloads.isEmpty, context.channel.isWritable {
            var answer = context.channel.allocator.buffer(
                capacity: payloads.count * PingFilter.pingBytes
            )
            for payload in payloads {
                answer.writeInteger(UInt64(0x0000_0806_0100_0000))
                answer.writeInteger(UInt8(0))
                answer.writeInteger(payload)
            }
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
        for slice in slices { context.fireChannelRead(wrapInboundOut(slice)) }
    }
}

#endif
