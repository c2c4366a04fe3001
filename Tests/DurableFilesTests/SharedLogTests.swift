import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("a log that several processes append to")
struct SharedLogTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func text() throws -> String { String(decoding: try folder.read("log"), as: UTF8.self) }

    private func mode() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("log"))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("a new one is its owner's; lines that are there stay")
    func appended() throws {
        let log = try SharedLog(path: folder.file("log"))
        #expect(try mode() == 0o600)
        try log.append(Array("one\n".utf8))
        try SharedLog(path: folder.file("log")).append(Array("two\nthree\n".utf8))
        try log.append(Array("four\n".utf8))
        #expect(try text() == "one\ntwo\nthree\nfour\n")
    }

    @Test("one that is there keeps its mode")
    func kept() throws {
        try folder.write(Array("before\n".utf8), to: "log")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640],
            ofItemAtPath: folder.file("log")
        )
        try SharedLog(path: folder.file("log")).append(Array("after\n".utf8))
        #expect(try mode() == 0o640)
        #expect(try text() == "before\nafter\n")
    }

    @Test("a line that a crash tore stays apart")
    func torn() throws {
        try folder.write(Array("{\"kind\":\"Ev".utf8), to: "log")
        try SharedLog(path: folder.file("log")).append(Array("next\n".utf8))
        #expect(try text() == "{\"kind\":\"Ev\nnext\n")
    }

    @Test("lines of many writers stay whole")
    func together() async throws {
        let path = folder.file("log")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let log = try SharedLog(path: path)
                    let line = String(repeating: "\(writer)", count: 5000) + "\n"
                    for _ in 0..<5 { try log.append(Array(line.utf8)) }
                }
            }
            try await group.waitForAll()
        }
        let lines = try text().split(separator: "\n")
        #expect(lines.count == 40)
        #expect(lines.allSatisfy { $0.count == 5000 && Set($0).count == 1 })
    }

    @Test("nothing but a regular file is taken, and no link")
    func refused() throws {
        try folder.write([], to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"),
            withDestinationPath: folder.file("target")
        )
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        for path in [folder.file("link"), folder.file("pipe"), folder.path, "/dev/full"] {
            #expect(throws: FileFailure.self, "\(path)") { try SharedLog(path: path) }
        }
        #expect(try folder.read("target") == [])
    }
}
