#if Etcd

internal import GRPCCore
internal import Providers
internal import RPC

extension PluginTrouble {
    /// What a call that failed means.
    init(call error: any Error) {
        switch error {
        case let failure as SocketFailure:
            self.init(failure)
        case let refusal as ServerRefusal:
            self.init(refusal)
        case let error as RPCError:
            switch error.code {
            case .deadlineExceeded: self.init(.timeout)
            case .resourceExhausted: self.init(.tooLarge, "more than 4 MiB")
            default: self.init(.connectionLost)
            }
        case is RPCConnection.Closed, is CancellationError:
            self.init(.connectionLost)
        default:
            // The deserializers' own errors: what came is no such message.
            self.init(.connectionLost, "the answer is no message of the interface")
        }
    }

    private init(_ failure: SocketFailure) {
        switch failure.reason {
        case .missing: self.init(.socketMissing)
        case .permission: self.init(.permission)
        case .nobodyListening: self.init(.nobodyListens)
        case .busy: self.init(.timeout, "\(failure.cause)")
        case .nameTooLong: self.init(.socketMissing, "a socket's name has at most 107 bytes")
        case .other: self.init(.connectionLost, "\(failure.cause)")
        }
    }

    /// The plugin's own words are the only place where it says what it does not like.
    private init(_ refusal: ServerRefusal) {
        let words = refusal.message.lowercased()
        func speaks(of names: String...) -> Bool { names.contains { words.contains($0) } }
        switch refusal.code {
        case .unimplemented:
            self.init(.wrongVersion, refusal.message)
        case .deadlineExceeded:
            self.init(.timeout, refusal.message)
        default:
            if speaks(of: "annotation") {
                self.init(.annotations, refusal.message)
            } else if speaks(of: "key id", "keyid", "key_id", "key-id") {
                self.init(.unknownKeyID, refusal.message)
            } else {
                self.init(.refused, refusal.message)
            }
        }
    }
}

#endif
