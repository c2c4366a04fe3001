import ArgumentParser
import EncryptionConfig
import KubernetesModel

/// Resources as a command line names them for configurations: repeated, with commas, and by every
/// name that kubectl takes.
enum ResourceNames {
    /// Refuses what cannot be a name at all.
    static func check(_ texts: [String]) throws {
        for text in StoreOptions.words(texts) where GroupResource(text: text) == nil {
            throw ValidationError(
                "--resource takes a name such as secrets or deployments.apps, and "
                    + "'\(ShownText.line(text))' is none"
            )
        }
    }

    /// The names as a configuration selects them; what these configurations name is known.
    static func selectors(
        _ texts: [String],
        _ configurations: [ValidatedConfiguration],
    ) throws -> [ResourceSelector] {
        let names = NamedResources(configurations.flatMap(\.chains).map(\.selector))
        return try StoreOptions.words(texts).map {
            ResourceSelector(try names.resolve($0))
        }
    }
}
