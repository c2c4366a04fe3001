#if Etcd

package import GRPCCore
package import SwiftProtobuf

/// One call of a service with the messages it takes and gives.
package struct Method<Request: Message, Response: Message>: Sendable {
    package let descriptor: MethodDescriptor

    /// Names a call; the service with its package, as in `etcdserverpb.KV`.
    ///
    /// The type lets the transport send a unary request in one piece.
    package init(
        _ service: String,
        _ name: String,
        _ type: MethodDescriptor.RPCType = .unary,
    ) {
        descriptor = MethodDescriptor(fullyQualifiedService: service, method: name, type: type)
    }
}

#endif
