internal import KeyMaterial

/// A first file that explains itself.
public enum NewConfiguration {
    /// One entry for these resources that writes with the key and still reads plaintext.
    ///
    /// - Throws: ``EditRefusal`` if the API server would refuse the file.
    public static func bytes(
        for resources: [String],
        _ kind: ProviderKind,
        _ key: EditableConfiguration.Key,
    ) throws(EditRefusal) -> [UInt8] {
        guard !kind.keyLengths.isEmpty else { throw .noKeys(kind) }
        guard kind.keyLengths.contains(key.secret.count) else {
            throw .secretLength(bytes: key.secret.count, kind)
        }
        func scalar(_ text: [UInt8]) -> [UInt8] {
            ScalarText.text(text, like: .none, isJSON: false)
        }
        var text = Array(head.utf8)
        for resource in resources {
            text += Array("      - ".utf8) + scalar(Array(resource.utf8)) + [0x0A]
        }
        text += Array(
            """
                providers:
                  # The first key of the first provider writes; every key reads. A new key goes behind
                  # the others and to the front only when every API server has read this file.
                  - \(kind.rawValue):
                      keys:
                        - name:\u{20}
            """.utf8
        )
        text += scalar(Array(key.name.text.utf8))
        text += Array("\n              secret: ".utf8) + scalar(key.secretText) + [0x0A]
        text += Array(tail.utf8)
        let source = try ConfigurationSource(made: text)
        let target = EditableConfiguration(entries: [
            .init(
                resources: resources.map { .init($0) },
                providers: [.init(kind, keys: [key]), .init(.identity)],
            )
        ])
        guard source.contents.isSame(as: target) else { throw .notAsIntended }
        return text
    }

    private static let head = """
        # How the API server encrypts what it keeps in etcd: --encryption-provider-config.
        # Whoever can read this file can read everything it protects: mode 0600, and a copy of it with
        # the backups of etcd, but not in the same place.
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
          # The resources that the providers below are for.
          - resources:

        """

    private static let tail = """
              # Reads what was stored before encryption began. It can go once everything was rewritten.
              - identity: {}

        """
}
