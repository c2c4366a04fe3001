import EncryptionConfig
import Foundation
import KeyMaterial
import TestSupport

@testable import Providers

/// A line of `testdata/providers/decrypt.jsonl`.
struct RecordedValue: Decodable, CustomStringConvertible {
    let name: String
    let config: String
    let resource: String
    let key: String
    let stored: Data
    let plaintext: Data?
    let stale: Bool?
    let error: String?

    var description: String { "\(config) \(name) \(key)" }

    /// All lines.
    static let all: [RecordedValue] = {
        guard let bytes = try? TestData.bytes("providers/decrypt.jsonl") else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(RecordedValue.self, from: Data($0))
        }
    }()

    /// The lines of each configuration.
    static let byConfiguration = Dictionary(grouping: all, by: \.config)

    /// The names of the configurations.
    static let configurations = byConfiguration.keys.sorted()

    /// The code for the server's words.
    var failure: OpenFailure? {
        switch error {
        case "no matching prefix found": .noMatchingProvider
        case "identity transformer tried to read encrypted data": .noChainForResource
        case "no matching key was found for the provided AES transformer",
            "no matching key was found for the provided Secretbox transformer":
            .unknownKeyName
        case "the stored data was shorter than the required size",
            "panic: runtime error: index out of range [-1]":
            .truncated
        case "the stored data is not a multiple of the block size": .blockSize
        case "invalid PKCS7 data (empty or not padded)", "invalid padding on input": .padding
        case "cipher: message authentication failed",
            "output array was not large enough for encryption":
            .authenticationFailed
        default: nil
        }
    }
}

/// Reads the plain shape in which the recorded configurations are written.
///
/// Not a YAML parser: the rules of the file have their tests elsewhere, and these need only keys.
func recordedChains(_ name: String) throws -> ResourceChains {
    struct Entry {
        var resources: [String] = []
        var providers: [(kind: String, keys: [NamedKey])] = []
    }
    var entries: [Entry] = []
    var keyName = ""
    let text = String(decoding: try TestData.bytes("providers/configs/\(name).yaml"), as: UTF8.self)
    for line in text.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        if line == "- resources:" {
            entries.append(Entry())
        } else if line.hasPrefix("  - '") {
            entries[entries.count - 1].resources.append(String(words[1].dropFirst().dropLast()))
        } else if line.hasPrefix("  - ") {
            entries[entries.count - 1].providers.append((String(words[1].dropLast()), []))
        } else if line.hasPrefix("      - name: ") {
            keyName = words[2]
        } else if line.hasPrefix("        secret: "), let secret = Data(base64Encoded: words[1]) {
            let last = entries[entries.count - 1].providers.count - 1
            entries[entries.count - 1].providers[last].keys.append(
                NamedKey(name: keyName, key: SecretKey(copying: [UInt8](secret).span))
            )
        }
    }
    var order: [String] = []
    var providers: [String: [ProviderDefinition]] = [:]
    for entry in entries {
        for resource in entry.resources {
            if providers[resource] == nil { order.append(resource) }
            providers[resource, default: []] += entry.providers.map { provider in
                switch provider.kind {
                case "aescbc": .aescbc(provider.keys)
                case "aesgcm": .aesgcm(provider.keys)
                case "secretbox": .secretbox(provider.keys)
                default: .identity
                }
            }
        }
    }
    return ResourceChains(
        chains: order.map { resource in
            let dot = resource.firstIndex(of: ".") ?? resource.endIndex
            return ProviderChain(
                ChainDefinition(
                    selector: ResourceSelector(
                        resource: String(resource[..<dot]),
                        group: String(resource[dot...].dropFirst())
                    ),
                    providers: providers[resource] ?? []
                )
            )
        }
    )
}
