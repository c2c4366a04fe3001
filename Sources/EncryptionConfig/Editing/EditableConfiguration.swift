public import KeyMaterial
public import KubernetesModel

/// What an edit can change of a configuration: its entries, as the file lists them.
///
/// Change the lists as is needed and hand the result to ``ConfigurationSource/rewritten(as:)``. What
/// was taken from the file remembers its place there, so that moving it moves its text; what was made
/// anew, or belongs to another file, is written in the style of what stands around it.
public struct EditableConfiguration: Sendable {
    /// The elements of the top-level `resources`.
    public var entries: [Entry]

    /// Makes contents of entries.
    public init(entries: [Entry]) { self.entries = entries }

    /// Where something stands: in which file, and the way of list positions to it.
    struct Origin: Hashable, Sendable {
        let file: String
        let path: [Int]
    }

    /// An element of the top-level `resources`.
    public struct Entry: Sendable {
        /// The names, in the order of the file.
        public var resources: [Resource]
        /// The providers; the first writes, all read.
        public var providers: [Provider]
        let origin: Origin?
        /// The entry whose text to imitate.
        let model: Origin?

        /// Makes an entry of its own.
        public init(resources: [Resource], providers: [Provider]) {
            self.init(resources: resources, providers: providers, origin: nil, model: nil)
        }

        init(resources: [Resource], providers: [Provider], origin: Origin?, model: Origin?) {
            self.resources = resources
            self.providers = providers
            self.origin = origin
            self.model = model
        }

        /// Another entry with the same providers for other resources.
        public func copy(for resources: [Resource]) -> Entry {
            Entry(resources: resources, providers: providers, origin: nil, model: origin ?? model)
        }
    }

    /// An element of an entry's `resources`.
    public struct Resource: Sendable, Hashable, CustomStringConvertible {
        /// As the file has it: `secrets`, `deployments.apps`, `*.apps`, `*.*`.
        public let name: String
        let origin: Origin?

        /// Makes a name.
        public init(_ name: String) { self.init(name, origin: nil) }

        init(_ name: String, origin: Origin?) {
            self.name = name
            self.origin = origin
        }

        /// The name.
        public var description: String { name }

        /// What the name selects.
        public var selector: ResourceSelector { ResourceSelector(parsing: name) }
    }

    /// An element of `providers`.
    public struct Provider: Sendable {
        /// The kind.
        public let kind: ProviderKind
        /// The keys; none for kms and identity.
        public var keys: [Key]
        /// The plugin, for kms.
        public let plugin: KMSDefinition?
        let origin: Origin?

        init(kind: ProviderKind, keys: [Key], plugin: KMSDefinition?, origin: Origin?) {
            self.kind = kind
            self.keys = keys
            self.plugin = plugin
            self.origin = origin
        }

        /// Makes an element of its own of a definition.
        public init(_ definition: ProviderDefinition) {
            self.init(definition, origin: nil)
        }

        /// Makes an element with keys.
        ///
        /// - Precondition: The kind is one that has keys.
        public init(_ kind: ProviderKind, keys: [Key]) {
            precondition(!kind.keyLengths.isEmpty, "\(kind) has no keys")
            self.init(kind: kind, keys: keys, plugin: nil, origin: nil)
        }

        init(_ definition: ProviderDefinition, origin: Origin?) {
            func keys(_ keys: [NamedKey]) -> [Key] {
                keys.enumerated().map { index, key in
                    let place = origin.map { Origin(file: $0.file, path: $0.path + [index]) }
                    return Key(key, spelling: nil, origin: place)
                }
            }
            self.init(
                kind: definition.kind,
                keys: keys(definition.keys),
                plugin: definition.plugin,
                origin: origin,
            )
        }

        /// What validation makes of the element.
        public var definition: ProviderDefinition {
            ProviderDefinition(kind, keys: keys.map(\.key)) ?? plugin.map { .kms($0) } ?? .identity
        }
    }

    /// A key of a provider.
    public struct Key: Sendable {
        /// Name and bytes.
        public let key: NamedKey
        /// The base64 text to write; made of the bytes if there is none.
        let spelling: SecretKey?
        let origin: Origin?

        /// The name.
        public var name: KeyName { key.name }
        /// The bytes.
        public var secret: SecretKey { key.key }

        /// Makes a key that no file has yet.
        public init(_ key: NamedKey) {
            self.init(key, spelling: nil, origin: nil)
        }

        init(_ key: NamedKey, spelling: SecretKey?, origin: Origin?) {
            self.key = key
            self.spelling = spelling
            self.origin = origin
        }
    }
}

// MARK: Comparing what is meant, wherever it came from

extension EditableConfiguration {
    /// Whether two contents mean the same to the API server, list by list.
    public func isSame(as other: EditableConfiguration) -> Bool {
        entries.count == other.entries.count
            && zip(entries, other.entries).allSatisfy { $0.isSame(as: $1) }
    }
}

extension EditableConfiguration.Entry {
    func isSame(as other: Self) -> Bool {
        resources.map { ByteText($0.name) } == other.resources.map { ByteText($0.name) }
            && hasSameProviders(as: other)
    }

    func hasSameProviders(as other: Self) -> Bool {
        providers.count == other.providers.count
            && zip(providers, other.providers).allSatisfy { $0.isSame(as: $1) }
    }
}

extension EditableConfiguration.Provider {
    func isSame(as other: Self) -> Bool {
        kind == other.kind && plugin == other.plugin && keys.count == other.keys.count
            && zip(keys, other.keys).allSatisfy { $0.isSame(as: $1) }
    }
}

extension EditableConfiguration.Key {
    func isSame(as other: Self) -> Bool { name == other.name && secret == other.secret }
}
