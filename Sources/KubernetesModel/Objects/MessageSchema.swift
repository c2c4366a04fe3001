/// The fields of a protobuf message that are printed.
///
/// Numbers and JSON names are those of apimachinery's and Kubernetes' `generated.proto`.
struct MessageSchema: Sendable {
    indirect enum Kind: Sendable {
        case string
        case bool
        case integer
        /// Seconds since 1970, printed as RFC 3339 in UTC.
        case time
        /// JSON text in field 1.
        case rawJSON
        case message(MessageSchema)
        case strings
        case messages(MessageSchema)
        /// Text to text.
        case textMap
        /// Text to bytes, which are printed as base64.
        case bytesMap
    }

    struct Field: Sendable {
        let number: Int
        let name: String
        let kind: Kind
        /// Whether the zero value is printed: the field is required, or absent is another thing.
        let printsZero: Bool

        init(_ number: Int, _ name: String, _ kind: Kind, printsZero: Bool = false) {
            self.number = number
            self.name = name
            self.kind = kind
            self.printsZero = printsZero
        }
    }

    let fields: [Field]

    private static let ownerReference = MessageSchema(fields: [
        Field(1, "kind", .string, printsZero: true),
        Field(3, "name", .string, printsZero: true),
        Field(4, "uid", .string, printsZero: true),
        Field(5, "apiVersion", .string, printsZero: true),
        Field(6, "controller", .bool, printsZero: true),
        Field(7, "blockOwnerDeletion", .bool, printsZero: true),
    ])

    private static let managedFields = MessageSchema(fields: [
        Field(1, "manager", .string),
        Field(2, "operation", .string),
        Field(3, "apiVersion", .string),
        Field(4, "time", .time),
        Field(6, "fieldsType", .string),
        Field(7, "fieldsV1", .rawJSON),
        Field(8, "subresource", .string),
    ])

    static let objectMeta = MessageSchema(fields: [
        Field(1, "name", .string),
        Field(2, "generateName", .string),
        Field(3, "namespace", .string),
        Field(4, "selfLink", .string),
        Field(5, "uid", .string),
        Field(6, "resourceVersion", .string),
        Field(7, "generation", .integer),
        Field(8, "creationTimestamp", .time),
        Field(9, "deletionTimestamp", .time),
        Field(10, "deletionGracePeriodSeconds", .integer, printsZero: true),
        Field(11, "labels", .textMap),
        Field(12, "annotations", .textMap),
        Field(13, "ownerReferences", .messages(ownerReference)),
        Field(14, "finalizers", .strings),
        Field(17, "managedFields", .messages(managedFields)),
    ])

    /// What every object has: its metadata in field 1.
    static let anyObject = MessageSchema(fields: [
        Field(1, "metadata", .message(objectMeta), printsZero: true)
    ])

    static let secret = MessageSchema(
        fields: anyObject.fields + [
            Field(2, "data", .bytesMap),
            Field(3, "type", .string),
            Field(4, "stringData", .textMap),
            Field(5, "immutable", .bool, printsZero: true),
        ]
    )

    static let configMap = MessageSchema(
        fields: anyObject.fields + [
            Field(2, "data", .textMap),
            Field(3, "binaryData", .bytesMap),
            Field(4, "immutable", .bool, printsZero: true),
        ]
    )
}
