import EncryptionConfig
import Providers

@testable import Planning

/// What a survey would call a key of a file.
enum ProviderKeyOf {
    static func writer(_ file: EditableConfiguration, _ scope: StepScope) -> ProviderKey {
        let writer = file.writer(of: scope)
        return ProviderKey(writer.kind, writer.keyName)
    }

    static func provider(_ provider: EditableConfiguration.Provider) -> ProviderKey {
        ProviderKey(provider.kind, provider.keys.first?.key.name)
    }
}
