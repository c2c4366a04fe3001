import EncryptionConfig
import Foundation
import TestSupport
import Testing

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

/// The chains of a recorded configuration.
func recordedChains(_ name: String) throws -> ResourceChains {
    let report = try ConfigurationValidator().validate(
        try TestData.bytes("providers/configs/\(name).yaml")
    )
    return ResourceChains(try #require(report.configuration))
}
