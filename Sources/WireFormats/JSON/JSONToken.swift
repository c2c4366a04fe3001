/// A piece of a JSON text.
///
/// Ranges of strings leave out the quotes. `escaped` says that a string holds a backslash, so that
/// its bytes are not its text.
public enum JSONToken: Equatable, Sendable {
    /// `{`.
    case objectStart
    /// `}`.
    case objectEnd
    /// `[`.
    case arrayStart
    /// `]`.
    case arrayEnd
    /// The key of an object's member; its colon has been read as well.
    case key(Range<Int>, escaped: Bool)
    /// A string.
    case string(Range<Int>, escaped: Bool)
    /// A number, as written.
    case number(Range<Int>)
    /// `true`.
    case `true`
    /// `false`.
    case `false`
    /// `null`.
    case null
    /// The end of the input, after exactly one value.
    case end
}
