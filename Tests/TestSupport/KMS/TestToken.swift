#if Etcd

import Foundation

/// A real PKCS#11 token: Debian's softhsm2, asked with OpenSC's pkcs11-tool.
///
/// Keys are made inside it and never leave it.
public final class TestToken: Sendable {
    private static let tool = "/usr/bin/pkcs11-tool"
    private static let setup = "/usr/bin/softhsm2-util"
    private static let module = "/usr/lib/softhsm/libsofthsm2.so"

    /// Whether Debian's softhsm2 and opensc are there.
    public static let isInstalled = [tool, setup, module]
        .allSatisfy(FileManager.default.fileExists(atPath:))

    private let folder: TemporaryFolder
    private let keys: [String: String]

    /// Makes a token with an AES-256 key for each name.
    public init(keys names: [String]) throws {
        folder = try TemporaryFolder()
        keys = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, String(format: "%02x", $0 + 1)) }
        )
        let tokens = folder.file("tokens")
        try FileManager.default.createDirectory(atPath: tokens, withIntermediateDirectories: true)
        try folder.write(Array("directories.tokendir = \(tokens)\n".utf8), to: "conf")
        try run(
            Self.setup,
            ["--init-token", "--free", "--label", "kek", "--pin", "1234", "--so-pin", "5678"]
        )
        for (name, id) in keys {
            try run(
                Self.tool,
                access + [
                    "--keygen", "--key-type", "AES:32", "--usage-decrypt", "--id", id, "--label",
                    name,
                ]
            )
        }
    }

    /// What a plugin over this token does.
    public var cipher: TestPlugin.Cipher {
        TestPlugin.Cipher(
            encrypt: { plaintext, keyID in
                let vector = (0..<16).map { _ in UInt8.random(in: 0...255) }
                return try vector + self.work("--encrypt", plaintext, keyID, vector)
            },
            decrypt: { ciphertext, keyID in
                try self.work(
                    "--decrypt",
                    Array(ciphertext.dropFirst(16)),
                    keyID,
                    Array(ciphertext.prefix(16))
                )
            }
        )
    }

    private var access: [String] {
        ["--module", Self.module, "--token-label", "kek", "--login", "--pin", "1234"]
    }

    /// AES-CBC with padding.
    private func work(
        _ verb: String,
        _ input: [UInt8],
        _ keyID: String,
        _ vector: [UInt8],
    ) throws -> [UInt8] {
        guard let id = keys[keyID] else { throw Failure("the token has no such key ID") }
        let name = UUID().uuidString
        try folder.write(input, to: name)
        let output = folder.file("\(name).out")
        try run(
            Self.tool,
            access + [
                verb, "--mechanism", "AES-CBC-PAD", "--id", id, "--iv",
                vector.map { String(format: "%02x", $0) }.joined(), "--input-file",
                folder.file(name), "--output-file", output,
            ]
        )
        return try folder.read("\(name).out")
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let result = try TestSupport.run(
            program,
            arguments,
            environment: ["SOFTHSM2_CONF": folder.file("conf")]
        )
        guard result.status == 0 else {
            throw Failure("\(program) \(arguments.last ?? ""): \(result.output)")
        }
    }
}

#endif
