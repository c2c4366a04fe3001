#if Etcd

import DurableFiles
import Foundation
import TestSupport
import Testing

@testable import RPC

@Suite struct UnixSocketTests {
    func reason(_ name: String) -> SocketFailure.Reason? {
        do throws(SocketFailure) {
            close(try UnixSocket(name).connect())
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("a socket that is not there, that nobody listens on, and no socket at all")
    func reasons() throws {
        let folder = try TemporaryFolder()
        #expect(reason(folder.file("none")) == .missing)
        #expect(reason(folder.file("none/below")) == .missing)
        #expect(reason("") == .missing)
        #expect(reason("@kenc-nobody-has-this-name") == .nobodyListening)
        #expect(reason(try folder.write([], to: "file")) == .nobodyListening)
        #expect(reason("/" + String(repeating: "x", count: 107)) == .nameTooLong)
        #expect(reason("@" + String(repeating: "x", count: 107)) == .nameTooLong)
        #expect(reason("/a\0b") == .nameTooLong)
        #expect(reason("@" + String(repeating: "x", count: 106)) == .nobodyListening)
    }

    @Test("a folder that this user may not enter", .enabled(if: getuid() != 0))
    func permission() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0)
        defer { chmod(folder.path, 0o700) }
        #expect(reason(folder.file("socket")) == .permission)
    }

    @Test("what the system says is kept apart by its number")
    func numbers() {
        let expected: [(Int32, SocketFailure.Reason)] = [
            (ENOENT, .missing), (ENOTDIR, .missing), (EACCES, .permission), (EPERM, .permission),
            (ECONNREFUSED, .nobodyListening), (EAGAIN, .busy), (ENAMETOOLONG, .nameTooLong),
            (EMFILE, .other),
        ]
        for (code, reason) in expected {
            #expect(SocketFailure(.init(code: code)).reason == reason)
        }
    }

    @Test("a server that lets nobody in is busy")
    func busy() throws {
        let folder = try TemporaryFolder()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        let path = folder.file("socket")
        try #require(SocketLine.bind(listener, to: path))
        try #require(listen(listener, 0) == 0)
        var waiting: [CInt] = []
        defer { for descriptor in waiting { close(descriptor) } }
        var last: SocketFailure.Reason?
        for _ in 0..<8 where last == nil {
            do throws(SocketFailure) {
                waiting.append(try UnixSocket(path).connect())
            } catch {
                last = error.reason
            }
        }
        #expect(last == .busy)
    }
}

#endif
