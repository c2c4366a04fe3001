internal import WireFormats

/// A decoded object, whatever its encoding in the store was.
///
/// Descriptions and mirrors show its kind, never its content.
public struct StoredObject: Sendable {
    /// The version of Kubernetes whose built-in kinds are known.
    public static let kindsVersion = KindTable.version

    /// How it was encoded: protobuf, json or cbor.
    public let format: StoredFormat
    /// The version of the storage encoding, such as `v1` or `apps/v1`; empty if it has none.
    public let apiVersion: String
    /// Such as `Secret`; empty if it has none.
    public let kind: String
    /// Whether ``tree(modRevision:managedFields:)`` holds all of the object.
    ///
    /// False for protobuf objects of a kind that is not built in, of which only the metadata is
    /// decoded; the rest is in the plaintext.
    public let isComplete: Bool
    /// What a newer API server wrote into a protobuf object, and the tree does not show.
    public let unknownFields: [UnknownField]

    private let content: KubernetesValue

    /// Decodes a plaintext.
    ///
    /// - Throws: ``ObjectError`` if it is no object in one of Kubernetes' encodings.
    public init(plaintext: Span<UInt8>) throws(ObjectError) {
        format = StoredFormat(of: plaintext)
        switch format {
        case .unknown: throw .unknownFormat
        case .encrypted: throw .encrypted
        case .protobuf:
            let envelope: ProtobufEnvelope
            do throws(WireFormatError) { envelope = try ProtobufEnvelope(of: plaintext) } catch {
                throw .encoding(error)
            }
            apiVersion = SpecialForm.text(envelope.apiVersion, in: plaintext)
            kind = SpecialForm.text(envelope.kind, in: plaintext)
            var reader = MessageTree()
            let type = KindTable.shared.type(apiVersion: apiVersion, kind: kind)
            content =
                if let type {
                    try reader.object(envelope.raw, of: type, in: plaintext)
                } else {
                    try reader.metadataOnly(envelope.raw, in: plaintext)
                }
            isComplete = type != nil
            unknownFields = reader.unknownFields.list
        case .json, .cbor:
            content =
                format == .json
                ? try KubernetesValue(json: 0..<plaintext.count, in: plaintext)
                : try KubernetesValue(cbor: 0..<plaintext.count, in: plaintext)
            guard case .object = content else { throw .notAnObject }
            apiVersion = content["apiVersion"]?.text ?? ""
            kind = content["kind"]?.text ?? ""
            isComplete = true
            unknownFields = []
        }
    }

    /// The object's metadata; an empty object if it has none.
    public var metadata: KubernetesValue { content["metadata"] ?? .object([]) }
    /// `metadata.name`; empty if it has none.
    public var name: String { metadata["name"]?.text ?? "" }
    /// `metadata.namespace`; empty for cluster-scoped objects.
    public var namespace: String { metadata["namespace"]?.text ?? "" }
    /// `metadata.uid`; empty if it has none.
    public var uid: String { metadata["uid"]?.text ?? "" }
    /// `metadata.creationTimestamp`, RFC 3339; empty if it has none.
    public var creationTimestamp: String { metadata["creationTimestamp"]?.text ?? "" }

    /// The object as the API would return it in its storage version.
    ///
    /// - Parameters:
    ///   - modRevision: The key's mod revision, which the API calls resourceVersion; the store
    ///     itself does not hold it.
    ///   - managedFields: Whether to keep `metadata.managedFields`, which kubectl hides.
    /// - Returns: apiVersion, kind, metadata and what else is decoded, sorted by key.
    public func tree(modRevision: Int64?, managedFields: Bool = false) -> KubernetesValue {
        var metadata = metadata
        if let modRevision {
            metadata = metadata.setting("resourceVersion", to: .string(String(modRevision)))
        }
        if !managedFields { metadata = metadata.setting("managedFields", to: nil) }
        var tree = content.setting("metadata", to: metadata)
        if format == .protobuf {
            tree = tree.setting("apiVersion", to: .string(apiVersion))
                .setting("kind", to: .string(kind))
        }
        return tree
    }
}

extension StoredObject: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The encoding and kind, never the content.
    public var description: String { "<\(kind.isEmpty ? "object" : kind), \(format.rawValue)>" }

    /// The encoding and kind, never the content.
    public var debugDescription: String { description }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
