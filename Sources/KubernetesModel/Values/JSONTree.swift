internal import WireFormats

extension KubernetesValue {
    /// Builds the tree of a JSON text; numbers keep their spelling.
    init(json range: Range<Int>, in bytes: Span<UInt8>) throws(ObjectError) {
        var tokenizer = JSONTokenizer(range)
        var builder = TreeBuilder()
        while true {
            let token: JSONToken
            do throws(JSONError) {
                token = try tokenizer.next(in: bytes)
            } catch {
                throw .json(error)
            }
            guard tokenizer.depth <= Self.maximumDepth else {
                throw .tooDeep(offset: tokenizer.tokenStart)
            }
            switch token {
            case .objectStart: builder.startObject()
            case .arrayStart: builder.startArray()
            case .objectEnd, .arrayEnd: builder.end()
            case .key(let name, _): builder.key(JSONString.text(name, in: bytes))
            case .string(let text, _): builder.add(.string(JSONString.text(text, in: bytes)))
            case .number(let digits):
                builder.add(.number(String(decoding: digits.map { bytes[$0] }, as: UTF8.self)))
            case .true: builder.add(.bool(true))
            case .false: builder.add(.bool(false))
            case .null: builder.add(.null)
            case .end:
                self = builder.root ?? .null
                return
            }
        }
    }
}
