import EncryptionConfig
import Providers

/// A configuration with a key of each kind, for targets that open or judge something.
public let sampleConfiguration: ValidatedConfiguration = {
    let text = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aescbc: {keys: [{name: key1, secret: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]}
          - identity: {}
        - resources: [configmaps]
          providers:
          - aesgcm: {keys: [{name: key2, secret: IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]}
          - aescbc: {keys: [{name: key1, secret: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]}
        - resources: ['*.apps']
          providers:
          - secretbox: {keys: [{name: key3, secret: MAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]}
          - identity: {}

        """
    let report = try? ConfigurationValidator().validate(Array(text.utf8))
    guard let configuration = report?.configuration else { fatalError("the configuration") }
    return configuration
}()

/// Its chains.
public let sampleChains = ResourceChains(sampleConfiguration)
