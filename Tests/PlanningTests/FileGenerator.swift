import EncryptionConfig
import KubernetesModel
import KeyMaterial
import TestSupport

@testable import Planning

/// Random files over few keys and names, which the API server would take.
struct FileGenerator {
    typealias Contents = EditableConfiguration
    var random: SeededGenerator

    /// Five kinds of resource, narrow before wide.
    static let names = ["secrets", "configmaps", "deployments.apps", "*.apps", "*.*"]

    static func key(_ number: Int) -> Contents.Provider {
        let kind: ProviderKind = number % 2 == 0 ? .secretbox : .aescbc
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
        let key = NamedKey(name: KeyName("k\(number)"), key: SecretKey(copying: bytes.span))
        return Contents.Provider(kind, keys: [Contents.Key(key)])
    }

    static let plugin = Contents.Provider(
        .kms(
            KMSDefinition(
                version: .v2,
                name: KeyName("p"),
                endpoint: "unix:///p.sock",
                timeoutNanoseconds: 3_000_000_000,
                cacheSize: 0
            )
        )
    )

    mutating func providers(_ most: Int) -> [Contents.Provider] {
        var pool = (0..<4).map(Self.key) + [Contents.Provider(.identity)]
        pool.shuffle(using: &random)
        return Array(pool.prefix(Int.random(in: 1...most, using: &random)))
    }

    mutating func file(_ most: Int = 3) -> Contents {
        var names = Self.names.filter { _ in Bool.random(using: &random) }
        if names.isEmpty { names = ["secrets"] }
        var entries: [Contents.Entry] = []
        for name in names {
            let resource = Contents.Resource(name)
            if let last = entries.indices.last, !name.hasPrefix("*"),
                Int.random(in: 0..<3, using: &random) == 0
            {
                entries[last].resources.append(resource)
            } else {
                entries.append(Contents.Entry(resources: [resource], providers: providers(most)))
            }
        }
        // A plugin's name stands in one entry only.
        if Int.random(in: 0..<6, using: &random) == 0 {
            entries[0].providers.insert(
                Self.plugin,
                at: Int.random(in: 0...entries[0].providers.count, using: &random)
            )
        }
        // One resource in two entries, whose lists are joined, alone or with others.
        if Int.random(in: 0..<5, using: &random) == 0 {
            var again = Contents.Entry(resources: entries[0].resources, providers: providers(2))
            if Bool.random(using: &random) { again.resources = Array(again.resources.prefix(1)) }
            if Bool.random(using: &random) { again.resources.append(Contents.Resource("pods")) }
            let isExact = again.resources.allSatisfy { !$0.name.hasPrefix("*") }
            if isExact { entries.insert(again, at: 1) }
        }
        return Contents(entries: entries)
    }

    mutating func goal() -> (PlanGoal, PlanConditions) {
        var conditions = PlanConditions(year: 2026, month: 11)
        conditions.singleServer = Int.random(in: 0..<10, using: &random) == 0
        let name = Self.names.prefix(3).randomElement(using: &random) ?? "secrets"
        let resource = ResourceSelector(parsing: name)
        switch Int.random(in: 0..<9, using: &random) {
        case 8:
            conditions.standby = true
            conditions.resources = [resource]
            conditions.kind = [.aescbc, .aesgcm, .secretbox].randomElement(using: &random)
            return (.rotate, conditions)
        case 0: return (.encrypt([resource]), conditions)
        case 1: return (.decrypt([resource]), conditions)
        case 2:
            conditions.kind = [.aescbc, .aesgcm, .secretbox].randomElement(using: &random)
            return (.rotate, conditions)
        case 3:
            conditions.standby = true
            return (.rotate, conditions)
        case 4:
            conditions.resources = [resource]
            return (.rotate, conditions)
        case 5:
            conditions.leaked = Bool.random(using: &random)
            return (.rotate, conditions)
        default: return (.to(file()), conditions)
        }
    }
}
