/// What the scanner makes of the text.
struct YAMLToken {
    enum Kind: Equatable {
        case streamStart
        case streamEnd
        case versionDirective(major: Int, minor: Int)
        case tagDirective(handle: [UInt8], prefix: [UInt8])
        case documentStart
        case documentEnd
        case blockSequenceStart
        case blockMappingStart
        case blockEnd
        case flowSequenceStart
        case flowSequenceEnd
        case flowMappingStart
        case flowMappingEnd
        case blockEntry
        case flowEntry
        case key
        case value
        case alias([UInt8])
        case anchor([UInt8])
        case tag(handle: [UInt8], suffix: [UInt8])
        /// A part of the scanner's text.
        case scalar(Range<Int>, plain: Bool)
    }

    let kind: Kind
    let start: YAMLMark
    let end: YAMLMark
}

/// A place where a key without `?` may have begun.
struct YAMLSimpleKey {
    var isPossible = false
    var isRequired = false
    var tokenNumber = 0
    var mark = YAMLMark()
}
