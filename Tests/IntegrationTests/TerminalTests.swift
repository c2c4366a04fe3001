#if Etcd

import EtcdClient
import Foundation
import TestSupport
import Testing

@Suite(
    "a person at a terminal",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct TerminalTests {
    struct Typing: Sendable {
        let keys: String
        let status: Int32
        /// What is on the screen afterwards.
        var shown = "state:"
    }

    @Test("a password is typed unseen, and the terminal is as it was")
    func password() throws {
        let etcd = try RealEtcd()
        try etcd.etcdctl(["put", "/registry/secrets/default/one", "value"])
        try etcd.enableAuthentication()
        let folder = try TemporaryFolder()
        for typing in [
            Typing(keys: "rootpw\r", status: 0, shown: "1 value"),
            Typing(keys: "rootpx\u{7f}w\r", status: 0, shown: "1 value"),
            Typing(keys: "rootpassword\r", status: 1, shown: "wrong user name or password"),
            Typing(keys: "\u{4}", status: 64, shown: "without a password"),
            Typing(keys: "\u{3}", status: 130),
            Typing(keys: "rootp\u{3}", status: 130),
            // Nobody is left with a terminal that shows nothing.
            Typing(keys: "rootp\u{1a}w\r", status: 1, shown: "wrong user name or password"),
        ] {
            let terminal = try PseudoTerminal(
                ["scan", "--endpoints", etcd.endpoints, "--user", "root"],
                directory: folder.path
            )
            try terminal.wait(for: "Password of root: ")
            #expect(!terminal.isEchoing)
            terminal.type(typing.keys)
            let status = terminal.finish()
            #expect(status == typing.status, "\(typing): \(terminal.screen)")
            #expect(terminal.screen.contains(typing.shown), "\(typing): \(terminal.screen)")
            #expect(!terminal.screen.contains("rootp"), "\(typing): \(terminal.screen)")
            let states = try #require(terminal.states, "\(typing): \(terminal.screen)")
            #expect(states.before == states.after, "\(typing)")
        }
    }

    @Test("only yes lets a rotation write")
    func question() async throws {
        let field = try await Field(secrets: 5)
        let log = field.folder.file("log")
        let before = try await field.client.get([1]).revision
        for typing in [
            Typing(keys: "no\r", status: 1, shown: "nothing was written"),
            Typing(keys: "\r", status: 1, shown: "nothing was written"),
            Typing(keys: "y\r", status: 1, shown: "nothing was written"),
            Typing(keys: "\u{4}", status: 1, shown: "nothing was written"),
            Typing(keys: "\u{3}", status: 130),
            Typing(keys: "yes\r", status: 0, shown: "rewrote"),
        ] {
            #expect(try await field.client.get([1]).revision == before)
            let command = ["rotate", "--rate", "0", "--settle", "0s", "--undo-log", log]
            let terminal = try PseudoTerminal(
                Field.arguments(command, nil, field.etcd.endpoints),
                directory: field.folder.path
            )
            try terminal.wait(for: "Type yes to go on: ")
            #expect(terminal.isEchoing)
            terminal.type(typing.keys)
            let status = terminal.finish()
            #expect(status == typing.status, "\(typing): \(terminal.screen)")
            #expect(terminal.screen.contains(typing.shown), "\(typing): \(terminal.screen)")
            let states = try #require(terminal.states)
            #expect(states.before == states.after)
        }
        try await field.check(nil)
    }
}

#endif
