/// A field of a report that is there, as null, where nothing is known; others are left out then.
@propertyWrapper
struct NullIfNone<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}
