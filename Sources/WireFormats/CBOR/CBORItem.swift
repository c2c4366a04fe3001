/// A piece of a CBOR value.
public enum CBORItem: Equatable, Sendable {
    /// An integer from 0 on.
    case unsigned(UInt64)
    /// The integer -1 - n.
    case negative(UInt64)
    /// A byte string, or a chunk of one of indefinite length.
    case bytes(Range<Int>)
    /// A text string, or a chunk of one of indefinite length. Not checked to be UTF-8.
    case text(Range<Int>)
    /// The start of a byte or text string of indefinite length: chunks and an ``end`` follow.
    case chunksStart
    /// The start of an array.
    case arrayStart
    /// The start of a map: keys and values in turn.
    case mapStart
    /// The end of an array, map or string of indefinite length.
    case end
    /// A tag on the item that follows.
    case tag(UInt64)
    /// True or false.
    case bool(Bool)
    /// Null or undefined.
    case null
    /// A number of 2, 4 or 8 bytes.
    case float(Double)
    /// The end of the input, after exactly one value.
    case finished
}
