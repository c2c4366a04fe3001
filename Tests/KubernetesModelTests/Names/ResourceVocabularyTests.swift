import Testing

@testable import KubernetesModel

@Suite struct ResourceNamesTests {
    private var names: ResourceVocabulary {
        var names = ResourceVocabulary()
        names.add(
            GroupResource(resource: "widgets", group: "shop.example.com"),
            singular: "widget",
            kind: "Widget",
            shortNames: ["wd"]
        )
        names.add(GroupResource(resource: "gears", group: "one.example"), shortNames: ["po"])
        names.add(GroupResource(resource: "gears", group: "two.example"))
        return names
    }

    @Test(
        arguments: [
            ("secrets", "secrets"), ("secret", "secrets"), ("Secret", "secrets"),
            ("SECRETS", "secrets"), ("secrets.", "secrets"), ("secrets.v1.", "secrets"),
            ("po", "pods"), ("pod", "pods"), ("deploy", "deployments.apps"),
            ("deployment.apps", "deployments.apps"), ("deploy.apps", "deployments.apps"),
            ("deployments.v1.apps", "deployments.apps"), ("cm", "configmaps"),
            ("ing", "ingresses.networking.k8s.io"), ("ev", "events"),
            ("events.events.k8s.io", "events"), ("endpoints", "endpoints"),
            ("crd", "customresourcedefinitions.apiextensions.k8s.io"),
            ("networkpolicy", "networkpolicies.networking.k8s.io"),
            ("widgets", "widgets.shop.example.com"), ("widget", "widgets.shop.example.com"),
            ("WD", "widgets.shop.example.com"), ("wd.shop.example.com", "widgets.shop.example.com"),
            ("gears.two.example", "gears.two.example"),
            ("tokens.oauth.example.org", "tokens.oauth.example.org"),
            ("certificates.cert-manager.io", "certificates.cert-manager.io"),
            ("tokens.v1", nil), ("secrets.apps", nil), ("nopes", nil), ("*.*", nil), ("*.", nil),
            ("Bad_Name.example.com", nil), ("widget.apps", nil), (".apps", nil), ("", nil),
        ] as [(String, String?)]
    )
    func readsNamesAsKubectlDoes(_ word: String, _ resource: String?) {
        let resolved = try? names.resolve(word)
        #expect(resolved?.description == resource)
    }

    @Test(
        arguments: [
            ("nopes", "nodes"), ("secrest", "secret"), ("deploymnts", "deployments"),
            ("configmap s", "configmaps"), ("xyzzy", nil),
            ("deployments.batch", "deployments.apps"),
        ] as [(String, String?)]
    )
    func suggestsWhatLooksLikeIt(_ word: String, _ nearest: String?) {
        #expect(throws: ResourceNameError.unknown(word, nearest: nearest)) {
            try names.resolve(word)
        }
    }

    @Test func severalAreSaid() {
        let both = [
            GroupResource(resource: "gears", group: "one.example"),
            GroupResource(resource: "gears", group: "two.example"),
        ]
        #expect(throws: ResourceNameError.ambiguous("gears", both)) { try names.resolve("gears") }
    }

    @Test func everyBuiltInResourceHasAKind() {
        for name in BuiltInNames.all { #expect(!name.kind.isEmpty, "\(name.resource)") }
    }

    @Test func readsADefinition() throws {
        let text = """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":
            {"name":"widgets.a.b"},"spec":{"group":"a.b","names":{"plural":"widgets","kind":"Widget",
            "singular":"widget","shortNames":["wd","wdg"]}}}
            """
        let read = CustomResourceNames(try StoredObject(plaintext: Array(text.utf8).span))
        #expect(read?.resource.description == "widgets.a.b")
        #expect(read?.kind == "Widget")
        #expect(read?.shortNames == ["wd", "wdg"])
    }
}
