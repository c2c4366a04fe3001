internal import KeyMaterial

/// A configuration as read, before anyone judged it: what stands where.
struct EncryptionConfiguration {
    var isLegacy = false
    var headerRange: SourceRange?
    var resources: Field<[ResourceEntry]>
    let range: SourceRange
}

/// A field that may be absent, or hold something that was already complained about.
enum Field<Value> {
    /// Not there, or null.
    case absent
    case unusable
    case present(Value, SourceRange)

    var value: Value? {
        if case .present(let value, _) = self { value } else { nil }
    }

    var range: SourceRange? {
        if case .present(_, let range) = self { range } else { nil }
    }

    var isUnusable: Bool {
        if case .unusable = self { true } else { false }
    }

    func map<Other>(_ transform: (Value) -> Other) -> Field<Other> {
        switch self {
        case .absent: .absent
        case .unusable: .unusable
        case .present(let value, let range): .present(transform(value), range)
        }
    }
}

/// One element of the top-level `resources`.
struct ResourceEntry {
    var path: FieldPath
    var range: SourceRange
    var names: Field<[Field<String>]>
    var providers: Field<[ProviderElement]>
}

/// One element of `providers`, which ought to hold exactly one provider.
struct ProviderElement {
    var path: FieldPath
    var range: SourceRange
    var providers: [ProviderField]
    /// A field was not readable, so a missing provider is not worth another word.
    var isUnusable: Bool
}

/// A provider inside an element.
struct ProviderField {
    enum Content {
        case keys(Field<[KeyEntry]>)
        // Behind a reference: it is large, and a hostile file has many of the others.
        indirect case kms(KMSEntry)
        case identity
    }

    var kind: ProviderKind
    /// The path of the element.
    var element: FieldPath
    var range: SourceRange
    var content: Content

    /// Made when it is needed: a hostile file has many providers.
    var path: FieldPath { element.field(kind.rawValue) }
}

/// A key of a provider.
struct KeyEntry {
    var path: FieldPath
    var range: SourceRange
    var name: Field<String>
    var secret: Field<SecretEntry>
}

/// What a `secret` holds: its text, which is wiped with the last key that refers to it, and the key
/// that it is the base64 of, decoded once.
struct SecretEntry {
    let text: WipedText
    let range: Range<Int>
    /// None if the text is not base64.
    let key: SecretKey?

    var isEmpty: Bool { range.isEmpty }

    init(text: WipedText, range: Range<Int>) {
        self.text = text
        self.range = range
        key = text.withBytes(range) { text in
            guard var bytes = GoBase64.decode(text) else { return nil }
            defer { wipe(&bytes) }
            return SecretKey(copying: bytes.span)
        }
    }
}

/// A `kms` provider.
struct KMSEntry {
    var path: FieldPath
    var range: SourceRange
    var apiVersion: Field<String>
    var name: Field<String>
    var endpoint: Field<String>
    var cacheSize: Field<Int32>
    /// In nanoseconds.
    var timeout: Field<Int64>
}
