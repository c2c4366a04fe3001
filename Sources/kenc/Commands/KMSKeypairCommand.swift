import ArgumentParser
import DurableFiles
import KeyMaterial
import Providers
import WireFormats

/// A key pair that escrows can be sealed to.
struct KMSKeypairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keypair",
        abstract: "A key pair to seal escrows to",
        usage: "kenc kms keypair --output <file>",
        discussion: """
            Writes a secret key to a new file, readable by its owner only, and prints the public key, \
            which 'kenc kms unwrap --recipient' takes. Keep the secret key away from the machines \
            that make escrows: they need the public one alone.

            EXAMPLES
              kenc kms keypair --output escrow.key > escrow.pub
              kenc kms unwrap --snapshot backup.db --config encryption.yaml \\
                --recipient "$(cat escrow.pub)" --output backup.escrow
            """,
    )

    @Option(file: "The new file for the secret key.")
    var output: String

    func run() throws {
        let secret = SecretKey.random(count: 32)
        guard let publicKey = KeyEscrow.publicKey(of: secret) else {
            throw Failure("no key pair can be made: the cryptographic library failed")
        }
        var line = secret.withBytes { Base64.encode($0) } + [UInt8(ascii: "\n")]
        defer { KeyMaterial.wipe(&line) }
        let file = try WholeFile(path: output, replaces: false)
        try file.write(line)
        try file.finish()
        try StandardOutput.write(bytes: Base64.encode(publicKey.span) + [UInt8(ascii: "\n")])
    }
}
