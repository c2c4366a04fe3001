import EncryptionConfig
import Fleet
import Providers
import TestSupport
import Testing

@Suite struct MetricsTests {
    static func report(_ text: String, pieces: Int = .max) -> ServerReport {
        report(Array(text.utf8), pieces: pieces)
    }

    static func report(_ bytes: [UInt8], pieces: Int = .max) -> ServerReport {
        var reader = ServerReportReader()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(pieces))
            reader.read(piece.span)
            rest = rest.dropFirst(pieces)
        }
        return reader.finish()
    }

    static func recorded(_ name: String) throws -> ServerReport {
        report(try TestData.bytes("fleet/\(name).txt"))
    }

    @Test func sampleLines() throws {
        func read(_ text: String) -> MetricSample? {
            let line = Array(text.utf8)
            return MetricSample(line: line.span)
        }
        let sample = try #require(read(#"a:b_1{x="p\"q\\r\n{},=",y=""} 1.5e+09 17"#))
        #expect(sample.name == "a:b_1")
        #expect(sample.labels == ["x": "p\"q\\r\n{},=", "y": ""])
        #expect(sample.value == 1.5e9)
        #expect(sample["absent"].isEmpty)
        for (text, value) in [
            ("a 1", 1.0), ("a{} +Inf", .infinity), ("a{x=\"1\",} -Inf", -.infinity),
            ("a { x = \"1\" } 2\r", 2), ("a\t3", 3),
        ] { #expect(read(text)?.value == value, "\(text)") }
        for text in [
            "", "a", "a{", "a{x", "a{x=1} 1", "a{x=\"1} 1", "a{x=\"1\"", "a{x=\"\\q\"} 1", "{} 1",
            "a{x=\"1\" y=\"2\"} 1", "a one", "a 1 b", "a 1 2 3", "a{x=\"1\",x=\"2\"} 1", "a 1_0",
        ] { #expect(read(text) == nil, "\(text)") }
    }

    @Test("recorded: 1.36 names its file, and reload is on once it happened")
    func recordedTexts() throws {
        let fresh = try Self.recorded("reload-on-fresh")
        #expect(try fresh.appliedFile == .hash(Self.hash("c1.yaml")))
        #expect(fresh.reload.isOn == nil)
        #expect(fresh.damage == nil)
        let identity = try ServerIdentity(hostname: "master-1").hash()
        #expect(fresh.identityHashes == [identity])

        let success = try Self.recorded("after-success-1")
        #expect(try success.appliedFile == .hash(Self.hash("c2.yaml")))
        #expect(success.reload.isOn == true)
        #expect(success.reload.successes == 1)
        #expect(success.reload.lastFailure == nil)

        let back = try Self.recorded("after-failure-put-back-same-file")
        #expect(back.reload.failures > 0)
        let failure = try #require(back.reload.lastFailure)
        let last = try #require(back.reload.lastSuccess)
        #expect(failure > last)
    }

    @Test("every way of cutting the text gives the same report")
    func pieces() throws {
        let bytes = try TestData.bytes("fleet/kms-stage-3.txt")
        let whole = Self.report(bytes)
        #expect(whole.pluginKeys.map(\.plugin) == ["vault-A", "vault-B"])
        #expect(
            whole.pluginKeys.map(\.keyIDHash.text).map { $0.prefix(15) } == [
                "sha256:92b96865", "sha256:e61af231",
            ]
        )
        for size in [1, 2, 3, 7, 64, 1000, 4096] {
            #expect(Self.report(bytes, pieces: size) == whole, "pieces of \(size)")
        }
    }

    @Test func textsThatProveNothing() throws {
        let good = String(decoding: try TestData.bytes("fleet/reload-off.txt"), as: UTF8.self)
        #expect(Self.report("").damage == .empty)
        #expect(Self.report(String(good.dropLast())).damage == .cutOff)
        #expect(Self.report("<html></html>\n").damage == .noAPIServer)
        let other = String(
            decoding: try TestData.bytes("fleet/two-servers-different-files-server-B.txt"),
            as: UTF8.self
        )
        #expect(Self.report(good + other).damage == .severalServers)
        let name = "apiserver_encryption_config_controller_last_config_info"
        #expect(Self.report("\(name){ 1\n").damage == .unreadableLines(1))
        let long = String(repeating: "x", count: 1 << 17)
        #expect(Self.report("\(name){hash=\"\(long)\"} 1\n").damage == .unreadableLines(1))
        #expect(
            Self.report("\(name){hash=\"\(long)\"} 1\n", pieces: 999).damage == .unreadableLines(1)
        )
        #expect(Self.report("other{x=\"\(long)\"} 1\n\(good)", pieces: 999).damage == nil)
    }

    @Test("releases before 1.34 are told by their number, or by what only they write")
    func releases() {
        let info = { (minor: String) in
            "kubernetes_build_info{major=\"1\",minor=\"\(minor)\"} 1\napiserver_x 1\n"
        }
        #expect(Self.report(info("29")).release == .doesNotTell("1.29"))
        #expect(Self.report(info("33+")).release == .doesNotTell("1.33"))
        #expect(Self.report(info("34")).release == .tells("1.34"))
        let old = Self.report(
            """
            apiserver_encryption_config_controller_automatic_reload_success_total\
            {apiserver_id_hash="sha256:97178caf56dba18d9571de6a99ddb09c88c3d3de102598845edc854c6d9fcd4f"} 3
            apiserver_encryption_config_controller_automatic_reload_failures_total 2\n
            """
        )
        #expect(old.appliedFile == .untold)
        #expect(old.showsConfiguration)
        #expect(old.reload.successes == 3)
        #expect(old.reload.failures == 2)
        #expect(old.identityHashes.count == 1)
    }

    @Test("the difference of two texts names the keys that are written with")
    func writes() throws {
        let earlier = try Self.recorded("cluster-stage-4").writes
        var later = earlier
        func add(_ resource: String, _ prefix: String, _ count: Double) {
            later.counts[.init(resource: resource, prefix: prefix), default: 0] += count
        }
        #expect(earlier.since(earlier).isEmpty)
        add("configmaps", "k8s:enc:secretbox:v1:", 2)
        add("configmaps", "sb-2025-06:", 2)
        add("events", "", 4)
        add("", "", 9)
        add("secrets", "k8s:enc:kms:v2:hsm:", 1)
        add("pods", "k8s:enc:aescbc:v1:", 1)
        add("pods", "k8s:enc:aesgcm:v1:", 1)
        add("pods", "a:", 1)
        add("pods", "b:", 1)
        #expect(
            later.since(earlier) == [
                Write(
                    resource: "configmaps",
                    key: ProviderKey(.secretbox as ProviderKind, "sb-2025-06")
                ),
                Write(resource: "events", key: .identity),
                Write(resource: "pods", key: ProviderKey(.aescbc as ProviderKind, nil)),
                Write(resource: "pods", key: ProviderKey(.aesgcm as ProviderKind, nil)),
                Write(resource: "secrets", key: ProviderKey(.kms as ProviderKind, "hsm")),
            ]
        )
    }

    static func hash(_ file: String) throws -> ContentHash {
        let bytes = try TestData.bytes("fleet/\(file)")
        return try ContentHash(of: bytes.span)
    }
}
