import EncryptionConfig
import KMSClient
import Providers

/// What trouble with a plugin means, and what helps.
enum PluginWords {
    /// The next step.
    static func hint(_ code: PluginTrouble.Code, _ plugin: KMSDefinition) -> String {
        let name = ShownText.name(plugin.name.text)
        switch code {
        case .noPlugin, .socketMissing:
            return "start the plugin, or say where its socket is with --kms-socket \(name)=PATH"
        case .notInEscrow:
            return "is the escrow of this store? what was written since needs the plugin itself: "
                + "--kms-socket \(name)=PATH"
        case .permission:
            return "run kenc as a user that may use the socket, mostly root"
        case .nobodyListens:
            return "start the plugin: its socket is there, and its process is not"
        case .timeout:
            return "look at the plugin's log and its way to the KMS; the limit is 'timeout' in the "
                + "configuration"
        case .connectionLost:
            return "look at the plugin's log, and whether the socket is the plugin's"
        case .unhealthy:
            return "look at the plugin's log: it says itself that it is not well"
        case .wrongVersion:
            return "the configuration says 'apiVersion: \(plugin.version.rawValue)': change it, or "
                + "the plugin"
        case .unknownKeyID:
            return "does the KMS still have that key, and is it the plugin's?"
        case .annotations, .tooLarge, .empty:
            return "no API server takes such an answer: update the plugin"
        case .otherKeyID:
            return "was the key rotated just now? check again in a minute; otherwise update the "
                + "plugin"
        case .unusableKey, .notTheSame:
            return "write nothing through this plugin: what it encrypts cannot be read again"
        case .refused:
            return "look at the plugin's log, and what its account may do at the KMS"
        }
    }

    /// What fails, as a sentence.
    static func effects(_ stops: [String]) -> String {
        let effects = stops.compactMap(PluginProblem.Effect.init(rawValue:))
        return effects.map { effect in
            switch effect {
            case .start: "an API server that starts now reads and writes nothing through it"
            case .reload: "a running one refuses to load a file with it"
            case .reads: "values that no server has read lately cannot be read"
            case .writes: "running servers stop writing through it, in version 2 after 3 minutes"
            }
        }
        .joined(separator: "; ")
    }
}
