import Foundation
import TestSupport
import Testing

/// `kenc version`.
@Suite struct VersionTests {
    @Test("JSON tells the version that --version prints, and what is built in")
    func json() throws {
        let result = try KencProcess.run(
            ["version", "-o", "json"],
            executable: KencProcess.besideTests
        )
        #expect(result.status == 0)
        let report = JSONValue(try result.json())
        let version = try KencProcess.run(["--version"]).outputText
        #expect(report["version"].string.map { "kenc \($0)\n" } == version)
        // A commit is null or the whole of one, never missing.
        let commit = report["commit"]
        #expect(commit.value is NSNull || commit.string?.wholeMatch(of: /[0-9a-f]{7,64}/) != nil)
        #if Etcd
        #expect(report["live"].bool == true)
        #expect(report["traits"].elements.map(\.string) == ["Etcd"])
        #else
        #expect(report["live"].bool == false)
        #expect(report["traits"].elements.isEmpty)
        #endif
        for library in ["openssl", "libsodium", "libyaml", "zlib", "swift"] {
            let version = report["libraries"][library].string ?? ""
            #expect(version.wholeMatch(of: /[0-9]+\.[0-9]+[0-9.a-z]*/) != nil, "\(library)")
        }
    }

    @Test("the text tells the same")
    func text() throws {
        let report = JSONValue(try KencProcess.run(["version", "-o", "json"]).json())
        let text = try KencProcess.run(["version"]).outputText
        #expect(text.hasPrefix("kenc \(report["version"].string ?? "-")"))
        #expect(text.contains(report["live"].bool == true ? ": built in\n" : ": not built in"))
        for name in ["OpenSSL", "libsodium", "libyaml", "zlib", "Swift"] {
            let version = report["libraries"][name.lowercased()].string ?? "-"
            #expect(text.contains("\n\(name) \(version)\n"))
        }
    }
}
