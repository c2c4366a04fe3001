public import Foundation

/// A line of `testdata/providers/decrypt.jsonl`: a stored value and what kube-apiserver made of it.
public struct RecordedValue: Decodable, Sendable, CustomStringConvertible {
    /// What the line is about.
    public let name: String
    /// The configuration in `testdata/providers/configs`.
    public let config: String
    /// Which chain it is for.
    public let resource: String
    /// The etcd key.
    public let key: String
    /// The stored bytes.
    public let stored: Data
    /// What the server opened it to.
    public let plaintext: Data?
    /// Whether the server would write it again.
    public let stale: Bool?
    /// The server's words.
    public let error: String?

    /// The line for a failed test.
    public var description: String { "\(config) \(name) \(key)" }

    /// All lines.
    public static let all: [RecordedValue] = {
        guard let bytes = try? TestData.bytes("providers/decrypt.jsonl") else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(RecordedValue.self, from: Data($0))
        }
    }()

    /// The lines of each configuration.
    public static let byConfiguration = Dictionary(grouping: all, by: \.config)

    /// The names of the configurations.
    public static let configurations = byConfiguration.keys.sorted()

    /// The code for the server's words.
    public var code: String? { error.map(ServerWords.code) }
}

/// A line of `testdata/cluster/outcomes/`: what kube-apiserver made of a key of the cluster.
public struct RecordedOutcome: Decodable, Sendable {
    /// The etcd key.
    public let key: String
    /// The resource; nil for keys that are no API object.
    public let resource: String?
    /// Whether the server never transforms it.
    public let system: Bool?
    /// Whether the server would write it again.
    public let stale: Bool?
    /// The server's words.
    public let error: String?

    /// The code for the server's words.
    public var code: String? { error.map(ServerWords.code) }

    /// Every key of stage 4 under a configuration such as `3-aesgcm`.
    public static func stage4(with configuration: String) throws -> [RecordedOutcome] {
        try TestData.bytes("cluster/outcomes/stage-4-with-\(configuration).jsonl")
            .split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(RecordedOutcome.self, from: Data($0)) }
    }
}

/// How kube-apiserver says what kenc has codes for.
enum ServerWords {
    static func code(_ words: String) -> String {
        switch words {
        case "no matching prefix found": "noMatchingProvider"
        case "identity transformer tried to read encrypted data": "noChainForResource"
        case "no matching key was found for the provided AES transformer",
            "no matching key was found for the provided Secretbox transformer":
            "unknownKeyName"
        case "the stored data was shorter than the required size",
            "panic: runtime error: index out of range [-1]":
            "truncated"
        case "the stored data is not a multiple of the block size": "blockSize"
        case "invalid PKCS7 data (empty or not padded)", "invalid padding on input": "padding"
        case "cipher: message authentication failed",
            "output array was not large enough for encryption":
            "authenticationFailed"
        default: "unheard of: \(words)"
        }
    }
}
