import EncryptionConfig
import KubernetesModel
import Testing

@testable import Providers

@Suite("from resource to chain")
struct ResourceChainsTests {
    private let chains = ResourceChains(
        chains: [
            ("secrets", ""), ("deployments", "apps"), ("*", "apps"), ("*", ""), ("*", "*"),
        ].map { resource, group in
            ProviderChain(
                ChainDefinition(
                    selector: ResourceSelector(resource: resource, group: group),
                    providers: [.identity]
                )
            )
        }
    )

    @Test(
        "exact, then the group, then everything",
        arguments: [
            ("secrets", "secrets", ""),
            ("secrets.", "secrets", ""),
            ("configmaps", "*", ""),
            ("deployments.apps", "deployments", "apps"),
            ("statefulsets.apps", "*", "apps"),
            ("leases.coordination.k8s.io", "*", "*"),
            ("secrets.apps", "*", "apps"),
        ]
    )
    func lookup(name: String, resource: String, group: String) {
        #expect(
            chains.chain(forResource: name)?.selector
                == ResourceSelector(resource: resource, group: group)
        )
    }

    @Test("levels are not merged, and none is none")
    func none() {
        let few = ResourceChains(chains: chains.chains.prefix(3).map(\.self))
        #expect(few.chain(forResource: "configmaps") == nil)
        #expect(few.chain(forResource: "leases.coordination.k8s.io") == nil)
        #expect(few.chain(forResource: "secrets") != nil)
    }
}
