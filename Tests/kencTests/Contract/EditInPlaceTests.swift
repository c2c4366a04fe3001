import Foundation
import TestSupport
import Testing

/// `kenc config … --in-place`: the file is replaced whole or not at all.
@Suite struct EditInPlaceTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.write(try TestData.bytes("edits/06-crlf.yaml"), to: "encryption.yaml")
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func promote(_ key: String, _ path: String) throws -> KencProcess.Result {
        try KencProcess.run([
            "config", "promote", "--resource", "secrets", "--key-name", key, "--in-place", path,
        ])
    }

    @Test(arguments: [0o600, 0o640, 0o444]) func keepsTheMode(_ bits: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: bits], ofItemAtPath: file)
        let before = try folder.read("encryption.yaml")
        let result = try promote("key-2025", file)
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        #expect(result.errorText.contains("single file"))
        #expect(try mode(file) == bits)
        let after = try folder.read("encryption.yaml")
        #expect(after != before && after.count == before.count)
        #expect(try folder.names() == ["encryption.yaml"])
        // And back again.
        #expect(try promote("key-2026", file).status == 0)
        #expect(try folder.read("encryption.yaml") == before)
    }

    @Test func aLinkStaysALink() throws {
        let link = folder.file("link.yaml")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        #expect(try promote("key-2025", link).status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
        #expect(try mode(file) != nil)
    }

    @Test func aRefusalLeavesEverything() throws {
        let before = try folder.read("encryption.yaml")
        #expect(try promote("no-such-key", file).status == 1)
        #expect(try folder.read("encryption.yaml") == before)
        #expect(try folder.names() == ["encryption.yaml"])
        let output = folder.file("out.yaml")
        let refused = try KencProcess.run([
            "config", "remove-resource", "--resource", "secrets", "--output", output, file,
        ])
        #expect(refused.status == 1)
        #expect(try folder.names() == ["encryption.yaml"])
    }

    @Test func aFreshKeyIsInTheFileOnly() throws {
        let output = folder.file("out.yaml")
        let result = try KencProcess.run(["config", "add-key", "--output", output, file])
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        let text = String(decoding: try folder.read("out.yaml"), as: UTF8.self)
        let lines = text.split(separator: "\r\n").filter { $0.contains("secret:") }
        try #require(lines.count == 3)
        let secret = try #require(lines[2].split(separator: " ").last)
        #expect(Data(base64Encoded: String(secret))?.count == 32)
        #expect(!result.errorText.contains(secret))
        #expect(try mode(output) == 0o600)
        let other = try KencProcess.run(["config", "new"])
        #expect(!other.outputText.contains(secret))
    }
}
