import Foundation
import TestSupport
import Testing

@testable import KubernetesModel

@Suite struct EtcdKeyClassifierTests {
    /// `resource|namespace|name`, `system:directory` or `unknown:why`.
    private func classify(_ key: String, prefix: String = "/registry") -> String {
        describe(key, with: EtcdKeyClassifier(prefix: EtcdPrefix(prefix)))
    }

    private func describe(_ key: String, with classifier: EtcdKeyClassifier) -> String {
        let bytes = Array(key.utf8)
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        switch classifier.classify(bytes.span) {
        case .object(let resource, let namespace, let name):
            return "\(resource.groupResource)|\(namespace.map(text) ?? "-")|\(text(name))"
        case .system(let directory): return "system:\(directory.rawValue)"
        case .unknown(let why): return "unknown:\(why)"
        }
    }

    @Test(arguments: [
        ("/registry/secrets/ns/name", "secrets|ns|name"),
        ("/registry/minions/node-1", "nodes|-|node-1"),
        ("/registry/services/specs/default/kubernetes", "services|default|kubernetes"),
        ("/registry/services/endpoints/default/kubernetes", "endpoints|default|kubernetes"),
        ("/registry/controllers/ns/rc", "replicationcontrollers|ns|rc"),
        ("/registry/ingress/ns/web", "ingresses.networking.k8s.io|ns|web"),
        ("/registry/events/ns/a.17", "events|ns|a.17"),
        ("/registry/podsecuritypolicy/p", "podsecuritypolicies.policy|-|p"),
        ("/registry/deployments/ns/web", "deployments.apps|ns|web"),
        (
            "/registry/clusterroles/system:node",
            "clusterroles.rbac.authorization.k8s.io|-|system:node"
        ),
        ("/registry/resourceslices/n", "resourceslices.resource.k8s.io|-|n"),
        (
            "/registry/apiextensions.k8s.io/customresourcedefinitions/a.b.c",
            "customresourcedefinitions.apiextensions.k8s.io|-|a.b.c"
        ),
        (
            "/registry/apiregistration.k8s.io/apiservices/v1.",
            "apiservices.apiregistration.k8s.io|-|v1."
        ),
        ("/registry/awesome.bears.example/pandas/prod/p1", "pandas.awesome.bears.example|prod|p1"),
        ("/registry/awesome.bears.example/dens/d1", "dens.awesome.bears.example|-|d1"),
        ("/registry/masterleases/192.168.0.1", "system:masterleases"),
        ("/registry/peerserverleases/x", "system:peerserverleases"),
        ("/registry/ranges/servicenodeports", "system:ranges"),
        ("/registry/ranges/serviceips", "system:ranges"),
        ("compact_rev_key", "system:compact_rev_key"),
        ("compact_rev_key2", "unknown:outsidePrefix"),
        ("/compact_rev_key", "unknown:outsidePrefix"),
        ("/registry/health", "unknown:directory"),
        ("/registry/secrets", "unknown:directory"),
        ("/registry/secrets/", "unknown:shape"),
        ("/registry/secrets/ns/", "unknown:shape"),
        ("/registry/secrets//name", "unknown:shape"),
        ("/registry/secrets/a/b/c", "unknown:shape"),
        ("/registry/services/specs", "unknown:directory"),
        ("/registry/services/other/ns/name", "unknown:directory"),
        ("/registry/gadgets/ns/name", "unknown:directory"),
        ("/registry/nodes/node-1", "unknown:directory"),
        ("/registry/a.b", "unknown:directory"),
        ("/registry/a.b/", "unknown:directory"),
        ("/registry/a.b/things", "unknown:directory"),
        ("/registry/a.b/things/", "unknown:shape"),
        ("/registry/a..b/things/x", "unknown:directory"),
        ("/registry/A.b/things/x", "unknown:directory"),
        ("/registry/.b/things/x", "unknown:directory"),
        ("/registry/a.b/th.ings/x", "unknown:directory"),
        ("/registry/", "unknown:outsidePrefix"),
        ("/registryx/secrets/ns/name", "unknown:outsidePrefix"),
        ("", "unknown:outsidePrefix"),
    ])
    func keysAreToldApart(_ key: String, _ expected: String) {
        #expect(classify(key) == expected)
    }

    @Test(arguments: [
        ("registry", "/registry/"), ("/registry", "/registry/"), ("/registry/", "/registry/"),
        ("//registry//", "/registry/"), ("/", "/"), ("", "/"), ("kubernetes.io", "/kubernetes.io/"),
        ("a/./b/../c", "/a/c/"), ("../x", "/x/"),
    ])
    func prefixesAreCleaned(_ text: String, _ cleaned: String) {
        #expect(EtcdPrefix(text).description == cleaned)
    }

    @Test func otherPrefixes() {
        #expect(classify("/kubernetes.io/secrets/a/b", prefix: "kubernetes.io/") == "secrets|a|b")
        #expect(classify("/secrets/a/b", prefix: "/") == "secrets|a|b")
        #expect(
            classify("/registry/secrets/a/b", prefix: "/kubernetes.io") == "unknown:outsidePrefix"
        )
    }

    @Test(arguments: [
        ("secrets", "secrets", ""), ("secrets.", "secrets", ""), ("pandas.a.b", "pandas", "a.b"),
    ])
    func groupResourcesAreRead(_ text: String, _ resource: String, _ group: String) {
        #expect(GroupResource(text: text) == GroupResource(resource: resource, group: group))
    }

    @Test func groupResourcesAreInTheOrderOfTheirDescriptions() {
        let parts = ["", "a", "ab", "a-", "a.", "a.b", "a/", "b", "\u{e9}", "e\u{301}"]
        let all = parts.flatMap { resource in
            parts.map { GroupResource(resource: resource, group: $0) }
        }
        for left in all {
            for right in all {
                let expected = Array(left.description.utf8).lexicographicallyPrecedes(
                    Array(right.description.utf8)
                )
                #expect((left < right) == expected, "\(left) < \(right)")
            }
        }
    }

    /// The same directory gives the same object, whatever came between.
    @Test func resourcesAreInterned() throws {
        let classifier = EtcdKeyClassifier()
        func resource(_ key: String) -> StoredResource? {
            let bytes = Array(key.utf8)
            guard case .object(let resource, _, _) = classifier.classify(bytes.span) else {
                return nil
            }
            return resource
        }
        let first = try #require(resource("/registry/g.example/things/a"))
        #expect(resource("/registry/secrets/a/b")?.groupResource.resource == "secrets")
        for number in 0..<500 { _ = resource("/registry/g\(number).example/things/a") }
        #expect(resource("/registry/g.example/things/b") === first)
        #expect(first.index < classifier.resourceCount)
        #expect(resource("/registry/secrets/a/b") === resource("/registry/secrets/c/d"))
    }

    private struct Outcome: Decodable {
        let key: String
        let resource: String?
        let system: Bool?
    }

    /// Every key of a real cluster, against what the server's own code was asked with.
    @Test func everyKeyOfARealCluster() throws {
        let classifier = EtcdKeyClassifier()
        let lines = try TestData.bytes("cluster/outcomes/stage-4-with-4-wild.jsonl")
            .split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 212)
        for line in lines {
            let outcome = try JSONDecoder().decode(Outcome.self, from: Data(line))
            let described = describe(outcome.key, with: classifier)
            if outcome.system == true {
                #expect(described.hasPrefix("system:"))
            } else {
                #expect(described.split(separator: "|").first.map(String.init) == outcome.resource)
            }
        }
    }
}
