// ListSecrets CONFIG SNAPSHOT: names every Secret of an etcd snapshot and the fields it has.
import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import Foundation
import KubernetesModel
import Providers

let arguments = CommandLine.arguments
let file = try Data(contentsOf: URL(filePath: arguments[1]))
let report = try ConfigurationValidator().validate([UInt8](file))
guard let configuration = report.configuration else { fatalError("\(report.findings)") }
let chains = ResourceChains(configuration)
let snapshot = try await SnapshotContents(SnapshotFile(path: arguments[2]))
let secrets = try snapshot.store(ordered: true)
let keys = EtcdKeyClassifier()
while let batch = try await secrets.nextBatch() {
    try batch.forEach { key, value, _ in
        guard case .object(let resource, _, _) = keys.classify(key),
            resource.groupResource.description == "secrets"
        else { return }
        let plaintext = try chains.open(
            stored: [UInt8](copying: value),
            etcdKey: String(decoding: [UInt8](copying: key), as: UTF8.self),
            resource: "secrets"
        )
        let secret = try StoredObject(plaintext: plaintext.span)
        print("\(secret.namespace)/\(secret.name)")
    }
}
