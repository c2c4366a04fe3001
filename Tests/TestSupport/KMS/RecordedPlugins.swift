#if Etcd

import EncryptionConfig
import Foundation
import KMSClient

/// Plugins that give back what recorded ones once encrypted.
public struct RecordedPlugins: Sendable {
    private struct Table: Decodable {
        struct Status: Decodable {
            let api: String
            let keyID: String?

            enum CodingKeys: String, CodingKey {
                case api
                case keyID = "key_id"
            }
        }

        struct Entry: Decodable {
            let plugin: String
            let api: String
            let ciphertext: Data
            let keyID: String?
            let annotations: [String: Data]?
            let plaintext: Data

            enum CodingKeys: String, CodingKey {
                case plugin, api, ciphertext, annotations, plaintext
                case keyID = "key_id"
            }
        }

        let status: [String: Status]
        let entries: [Entry]
    }

    /// By the names that the recorded configurations have for them.
    public let byName: [String: TestPlugin]

    /// Starts those of the recorded cluster, each with a socket in the folder.
    public init(in folder: TemporaryFolder) async throws {
        let table = try JSONDecoder().decode(
            Table.self,
            from: Data(TestData.bytes("kms-cluster/plugin-table.json"))
        )
        var plugins: [String: TestPlugin] = [:]
        for (index, name) in table.status.keys.sorted().enumerated() {
            var entries: [[UInt8]: TestPlugin.Entry] = [:]
            for entry in table.entries where entry.plugin == name {
                var made = TestPlugin.Entry(plaintext: Array(entry.plaintext))
                if entry.api == "v2" {
                    made.keyID = entry.keyID ?? ""
                    made.annotations = (entry.annotations ?? [:]).mapValues { Array($0) }
                }
                entries[Array(entry.ciphertext)] = made
            }
            var conduct = TestPlugin.Conduct()
            conduct.keyID = table.status[name]?.keyID ?? ""
            plugins[name] = try await TestPlugin(
                at: folder.file("\(index)"),
                remembering: entries,
                conduct
            )
        }
        byName = plugins
    }

    /// The options that lead to the plugins of these names.
    public func options(_ names: [String]) -> [String] {
        names.flatMap { ["--kms-socket", "\($0)=\(byName[$0]?.path ?? "")"] }
    }
}

#endif
