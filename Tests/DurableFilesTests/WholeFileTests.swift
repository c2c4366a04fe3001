import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("a file that appears whole or not at all")
struct WholeFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func begin(_ name: String, replaces: Bool = true) throws -> WholeFile {
        try WholeFile(path: folder.file(name), replaces: replaces)
    }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("the name shows what it showed until the end")
    func replaced() throws {
        try folder.write(Array("before".utf8), to: "out")
        let file = try begin("out")
        try file.write(Array(repeating: 7, count: 1 << 20))
        #expect(try folder.read("out") == Array("before".utf8))
        #expect(try folder.names().count == 2)
        try file.finish()
        #expect(try folder.read("out") == Array(repeating: 7, count: 1 << 20))
        #expect(try folder.names() == ["out"])
        #expect(try mode("out") == 0o600)
    }

    @Test("a file that is given up leaves nothing")
    func discarded() throws {
        do {
            let file = try begin("out")
            try file.write([1])
            #expect(try folder.names().count == 1)
        }
        #expect(try folder.names() == [])
    }

    @Test("a file that is not to be replaced is an error, at the start or at the end")
    func kept() throws {
        let late = try begin("out", replaces: false)
        try folder.write([1], to: "out")
        let error = #expect(throws: FileFailure.self) { try begin("out", replaces: false) }
        #expect(error?.isAboutExisting == true)
        #expect(error?.description == "cannot write \(folder.file("out")): file exists")
        try late.write([2])
        #expect(throws: FileFailure.self) { try late.finish() }
        #expect(try folder.read("out") == [1])
    }

    @Test("a link stays a link, and what it leads to is replaced")
    func link() throws {
        try folder.write([1], to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"),
            withDestinationPath: "target"
        )
        let file = try begin("link")
        try file.write([2])
        try file.finish()
        #expect(try folder.read("target") == [2])
        #expect(try folder.names() == ["link", "target"])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link"))
                == "target"
        )
    }

    @Test("names of every length that the file system takes", arguments: [1, 240, 255, 256])
    func longNames(_ count: Int) throws {
        let name = String(repeating: "x", count: count)
        let file = try begin(name)
        try file.write([1])
        if count > 255 {
            let error = #expect(throws: FileFailure.self) { try file.finish() }
            #expect(error?.cause.description == "file name too long")
        } else {
            try file.finish()
            #expect(try folder.names() == [name])
        }
    }

    @Test("what killed processes left goes, and nothing else does")
    func leftovers() throws {
        let left = ".kenc-0123456789abcdef.part"
        try folder.write([1], to: left)
        let others = [
            ".kenc-0123456789abcde.part", ".kenc-0123456789abcdeF.part",
            ".kenc-0123456789abcdef.par", "kenc-0123456789abcdef.part", "out.123.part",
        ]
        for name in others { try folder.write([1], to: name) }
        // A link of such a name is none of ours.
        let link = ".kenc-fedcba9876543210.part"
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(link),
            withDestinationPath: "out.123.part"
        )
        let first = try begin("first")
        try first.write([1])
        // The file of a process that lives is held by it, even by this one.
        let second = try begin("second")
        try second.write([2])
        try first.finish()
        try second.finish()
        #expect(try folder.names() == (others + [link, "first", "second"]).sorted())
    }

    @Test("a folder that is renamed meanwhile takes its file along")
    func movedFolder() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("old"),
            withIntermediateDirectories: false
        )
        let file = try begin("old/out")
        try file.write([5])
        try FileManager.default.moveItem(atPath: folder.file("old"), toPath: folder.file("new"))
        try file.finish()
        #expect(try folder.read("new/out") == [5])
    }

    @Test("devices are written to as they are")
    func device() throws {
        let file = try WholeFile(path: "/dev/null")
        try file.write([1])
        try file.finish()
        let full = try WholeFile(path: "/dev/full")
        try full.write([1])
        let error = #expect(throws: FileFailure.self) { try full.finish() }
        #expect(error?.description == "cannot write /dev/full: no space left on device")
    }

    @Test("folders that cannot be written to", arguments: ["/nonexistent/out", "/proc/out", "/"])
    func unwritable(_ path: String) {
        let error = #expect(throws: FileFailure.self) { try WholeFile(path: path) }
        #expect(error?.path == path)
    }
}

@Suite("a file that grows by pieces")
struct AppendedFileTests {
    @Test("it appears with its first piece, and is nobody else's")
    func grows() throws {
        let folder = try TemporaryFolder()
        let file = try AppendedFile(path: folder.file("log"), beginning: [1])
        #expect(try folder.names() == ["log"])
        #expect(try folder.read("log") == [1])
        try file.append([2, 3])
        #expect(try folder.read("log") == [1, 2, 3])
        let error = #expect(throws: FileFailure.self) {
            try AppendedFile(path: folder.file("log"), beginning: [9])
        }
        #expect(error?.isAboutExisting == true)
        #expect(try folder.read("log") == [1, 2, 3])
        #expect(try folder.names() == ["log"])
    }

    @Test("one of many wins a name")
    func race() async throws {
        let folder = try TemporaryFolder()
        let won = await withTaskGroup(of: Bool.self) { group in
            for number in UInt8(0)..<16 {
                group.addTask {
                    (try? AppendedFile(path: folder.file("log"), beginning: [number])) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(won == 1)
        #expect(try folder.names() == ["log"])
    }
}

@Suite("which file a name leads to")
struct FileIdentityTests {
    @Test func names() throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "a")
        try folder.write([1], to: "b")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("c"),
            withDestinationPath: "a"
        )
        try FileManager.default.linkItem(atPath: folder.file("a"), toPath: folder.file("d"))
        let a = FileIdentity(path: folder.file("a"))
        #expect(a != nil)
        #expect(a == FileIdentity(path: folder.file("./c")))
        #expect(a == FileIdentity(path: folder.file("d")))
        #expect(a != FileIdentity(path: folder.file("b")))
        #expect(FileIdentity(path: folder.file("e")) == nil)
    }
}

@Suite("a folder of files that appears whole or not at all")
struct WholeFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("it appears at the end, with all files")
    func whole() throws {
        let plan = try WholeFolder(path: folder.file("plan"))
        try plan.add("a", [1])
        try plan.add("b", [2])
        #expect(try !folder.names().contains("plan"))
        try plan.finish()
        #expect(try folder.names() == ["plan"])
        #expect(try folder.read("plan/a") == [1])
        #expect(try folder.read("plan/b") == [2])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("plan"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("one that is given up leaves nothing")
    func discarded() throws {
        do {
            let plan = try WholeFolder(path: folder.file("plan"))
            for number in 0..<300 { try plan.add("file with a long name \(number)", [1]) }
            #expect(throws: FileFailure.self) { try plan.add("file with a long name 1", [1]) }
        }
        #expect(try folder.names() == [])
    }

    @Test("only an empty folder makes way", arguments: ["empty", "full", "file"])
    func existing(_ kind: String) throws {
        if kind == "file" {
            try folder.write([1], to: "plan")
        } else {
            try FileManager.default.createDirectory(
                atPath: folder.file("plan"),
                withIntermediateDirectories: false
            )
            if kind == "full" { try folder.write([1], to: "plan/other") }
        }
        do {
            let plan = try WholeFolder(path: folder.file("plan"))
            try plan.add("a", [1])
            if kind == "empty" {
                try plan.finish()
                #expect(try folder.read("plan/a") == [1])
            } else {
                let error = #expect(throws: FileFailure.self) { try plan.finish() }
                #expect(error?.isAboutExisting == true)
            }
        }
        #expect(try folder.names() == ["plan"])
    }

    @Test("what a killed process left goes, a folder that somebody holds does not")
    func leftovers() throws {
        let left = ".kenc-0123456789abcdef.part"
        try FileManager.default.createDirectory(
            atPath: folder.file(left),
            withIntermediateDirectories: false
        )
        try folder.write([1], to: "\(left)/a")
        try folder.write([1], to: "\(left)/b")
        let held = try WholeFolder(path: folder.file("held"))
        try held.add("a", [1])
        let file = try WholeFile(path: folder.file("out"))
        try file.finish()
        try held.finish()
        #expect(try folder.names() == ["held", "out"])
    }
}
