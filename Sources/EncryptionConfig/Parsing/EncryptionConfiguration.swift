internal import KeyMaterial

/// A configuration as read, before anyone judged it: what stands where.
///
/// What there may be many of is small, and its path is made when there is something to say.
struct EncryptionConfiguration {
    var isLegacy = false
    var headerRange: SourceRange?
    var resources: Field<[ResourceEntry]>
    /// What the entries' names are numbers of.
    var names = ResourceNames()
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

    /// Not there, which a rule complains about if there has to be something.
    var isMissing: Bool {
        if case .absent = self { true } else { false }
    }

    /// What is not there because nobody looked is no error.
    mutating func excuse(_ isUnread: Bool) {
        if isUnread, isMissing { self = .unusable }
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
    let number: Int
    var range: SourceRange
    var names: Field<[ResourceName]>
    var providers: Field<[ProviderElement]>

    var path: FieldPath { .field(of: .root, "resources").element(number) }
}

/// A name in an entry's `resources`.
struct ResourceName {
    /// Twice the number, and one if there is a last dot that says nothing; -1 for no name.
    private let code: Int32
    // -1 where the name has no place.
    private let start: Int32
    private let end: Int32

    /// Something that was already complained about.
    static let unusable = ResourceName(code: -1, start: -1, end: -1)

    private init(code: Int32, start: Int32, end: Int32) {
        (self.code, self.start, self.end) = (code, start, end)
    }

    init(number: Int, hasFinalDot: Bool, range: SourceRange?) {
        self.init(
            code: Int32(2 * number + (hasFinalDot ? 1 : 0)),
            start: range.map { Int32($0.start) } ?? -1,
            end: range.map { Int32($0.end) } ?? -1
        )
    }

    var isUnusable: Bool { code < 0 }
    /// Of ``EncryptionConfiguration/names``.
    var number: Int { Int(code >> 1) }
    var range: SourceRange? {
        start < 0 ? nil : SourceRange(start: Int(start), end: Int(end))
    }

    /// As the file has it.
    func text(_ names: ResourceNames) -> String {
        code & 1 == 0 ? names.text(number) : names.text(number) + "."
    }
}

/// Where an element of `providers` stands.
struct ElementPlace {
    private let shortEntry: Int32
    private let shortNumber: Int32

    init(entry: Int, number: Int) {
        (shortEntry, shortNumber) = (Int32(entry), Int32(number))
    }

    var path: FieldPath {
        .field(of: .root, "resources").element(Int(shortEntry)).field("providers")
            .element(Int(shortNumber))
    }
}

/// One element of `providers`, which ought to hold exactly one provider.
struct ProviderElement {
    let place: ElementPlace
    let range: SourceRange
    /// Nearly always the only one.
    private var first: ProviderField?
    private var others: [ProviderField] = []
    /// A field was not readable, so a missing provider is not worth another word.
    var isUnusable = false

    init(place: ElementPlace, range: SourceRange) {
        (self.place, self.range) = (place, range)
    }

    mutating func append(_ provider: ProviderField) {
        if first == nil { first = provider } else { others.append(provider) }
    }

    var providers: [ProviderField] { first.map { [$0] + others } ?? [] }

    var path: FieldPath { place.path }
}

/// A provider inside an element.
struct ProviderField {
    enum Content {
        case keys(Field<[KeyEntry]>)
        // Behind a reference: it is large, and a hostile file has many of the others.
        indirect case kms(KMSEntry)
        case identity
    }

    let kind: ProviderKind
    let element: ElementPlace
    let range: SourceRange
    let content: Content

    var path: FieldPath { element.path.field(kind.rawValue) }
}

/// A key of a provider.
struct KeyEntry {
    let place: KeyPlace
    let range: SourceRange
    var name: Field<String> = .absent
    var secret: Field<SecretEntry> = .absent

    var path: FieldPath { place.path }
}

/// Where a key stands.
struct KeyPlace {
    let element: ElementPlace
    let kind: ProviderKind
    private let shortNumber: Int32

    init(element: ElementPlace, kind: ProviderKind, number: Int) {
        (self.element, self.kind, shortNumber) = (element, kind, Int32(number))
    }

    var path: FieldPath {
        element.path.field(kind.rawValue).field("keys").element(Int(shortNumber))
    }
}

/// What a `secret` holds: its text, which is wiped with the last key that refers to it, and the key
/// that it is the base64 of, decoded once.
struct SecretEntry {
    let text: WipedText
    private let shortStart: Int32
    private let shortEnd: Int32
    /// None if the text is not base64.
    let key: SecretKey?

    var range: Range<Int> { Int(shortStart)..<Int(shortEnd) }

    var isEmpty: Bool { range.isEmpty }

    init(text: WipedText, range: Range<Int>) {
        self.text = text
        (shortStart, shortEnd) = (Int32(range.lowerBound), Int32(range.upperBound))
        key = text.withBytes(range) { text in
            guard var bytes = GoBase64.decode(text) else { return nil }
            defer { wipe(&bytes) }
            return SecretKey(copying: bytes.span)
        }
    }
}

/// A `kms` provider.
struct KMSEntry {
    let element: ElementPlace
    let range: SourceRange
    var apiVersion: Field<String> = .absent
    var name: Field<String> = .absent
    var endpoint: Field<String> = .absent
    var cacheSize: Field<Int32> = .absent
    /// In nanoseconds.
    var timeout: Field<Int64> = .absent

    var path: FieldPath { element.path.field(ProviderKind.kms.rawValue) }
}
