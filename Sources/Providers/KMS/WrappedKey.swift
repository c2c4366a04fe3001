public import EncryptionConfig

/// A data key or seed as its plugin encrypted it: all that the plugin needs to give it back, and no
/// more secret than the store it lies in.
///
/// Two are the same if all their bytes are, whatever the order of the annotations was.
public struct WrappedKey: Sendable, Hashable {
    /// What the plugin adds to a key that it encrypts, and wants back with it.
    public struct Annotation: Sendable, Hashable {
        /// A domain name of at least two labels.
        public let name: String
        /// Any bytes.
        public let value: [UInt8]

        /// Joins name and value.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }

        /// Equal bytes.
        public static func == (left: Annotation, right: Annotation) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
        }
    }

    /// The plugin's name in the configuration.
    public let plugin: KeyName
    /// The version of the interface.
    public let version: KMSDefinition.Version
    /// Which KEK it was encrypted with; nil in version 1, which does not say.
    public let keyID: KeyID?
    /// Sorted by name; none in version 1.
    public let annotations: [Annotation]
    /// What the plugin gives back for it.
    public let content: DataKeySource
    /// The encrypted bytes.
    public let bytes: [UInt8]

    /// Puts a wrapped key together.
    public init(
        plugin: KeyName,
        version: KMSDefinition.Version,
        keyID: KeyID?,
        annotations: [Annotation],
        content: DataKeySource,
        bytes: [UInt8],
    ) {
        self.plugin = plugin
        self.version = version
        self.keyID = keyID
        self.annotations = annotations.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        self.content = content
        self.bytes = bytes
    }
}

/// What a plugin keeps for the values of one source, and how they come by their keys.
///
/// Version 2 stores the raw value (`encryptedDEKSourceType`); in version 1 it always is the key.
public enum DataKeySource: UInt8, Sendable, Hashable {
    /// The AES key itself (`AES_GCM_KEY`; written until 1.28).
    case key = 0
    /// A seed from which every value derives a key of its own
    /// (`HKDF_SHA256_XNONCE_AES_GCM_SEED`; written since 1.29).
    case seed = 1

    /// The name that the stored message's definition has for it.
    public var name: String {
        switch self {
        case .key: "AES_GCM_KEY"
        case .seed: "HKDF_SHA256_XNONCE_AES_GCM_SEED"
        }
    }
}
