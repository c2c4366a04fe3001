import ArgumentParser
import KubernetesModel

/// Resources as a command line names them for a configuration: repeated, and with commas.
enum ResourceNames {
    /// The names as a configuration selects them.
    static func selectors(_ texts: [String]) throws -> [ResourceSelector] {
        try texts.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map {
            guard let name = GroupResource(text: String($0)) else {
                throw ValidationError(
                    "--resource takes a name such as secrets or deployments.apps, and "
                        + "'\(ShownText.line(String($0)))' is none"
                )
            }
            return ResourceSelector(name)
        }
    }
}
