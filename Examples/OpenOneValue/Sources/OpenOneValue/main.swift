// OpenOneValue CONFIG VALUE ETCD-KEY: prints the plaintext of a stored Secret.
import EncryptionConfig
import Foundation
import Providers

let arguments = CommandLine.arguments
let file = try Data(contentsOf: URL(filePath: arguments[1]))
let stored = try Data(contentsOf: URL(filePath: arguments[2]))
let report = try ConfigurationValidator().validate([UInt8](file))
guard let configuration = report.configuration else { fatalError("\(report.findings)") }
let chains = ResourceChains(configuration)
let plaintext = try chains.open(
    stored: [UInt8](stored),
    etcdKey: arguments[3],
    resource: "secrets"
)
FileHandle.standardOutput.write(Data(plaintext))
