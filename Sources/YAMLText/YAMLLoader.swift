internal import CLibYAML

/// Reads the first document of a text with libyaml.
///
/// An EncryptionConfiguration is not read so: there the API server's own dialect decides.
public enum YAMLLoader {
    /// The first document; nil if the text has none.
    ///
    /// - Throws: ``YAMLTextError/syntax(line:)``, also for an alias without its anchor, and
    ///   ``YAMLTextError/tooDeep``.
    public static func load(_ bytes: [UInt8]) throws(YAMLTextError) -> YAMLNode? {
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else { throw .refused }
        defer { unsafe yaml_parser_delete(&parser) }
        // Copied, since libyaml keeps the pointer from call to call.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        defer {
            unsafe copy.update(repeating: 0)
            unsafe copy.deallocate()
        }
        unsafe copy.initialize(repeating: 0)
        for (index, byte) in bytes.enumerated() { unsafe copy[index] = byte }
        unsafe yaml_parser_set_input_string(&parser, copy.baseAddress, bytes.count)
        var loading = Loading()
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
                throw unsafe .syntax(line: Int(parser.problem_mark.line) + 1)
            }
            defer { unsafe yaml_event_delete(&event) }
            if try unsafe loading.take(event) { return loading.root }
        }
    }

    /// What was read so far.
    private struct Loading {
        private struct Open {
            let isMapping: Bool
            let anchor: String?
            var nodes: [YAMLNode] = []
        }

        var root: YAMLNode?
        private var open: [Open] = []
        private var anchors: [String: YAMLNode] = [:]

        /// Takes an event; true when the document ends.
        mutating func take(_ event: yaml_event_t) throws(YAMLTextError) -> Bool {
            switch unsafe event.type {
            case YAML_SCALAR_EVENT:
                let scalar = unsafe event.data.scalar
                let text = unsafe String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                    as: UTF8.self
                )
                let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
                add(.scalar(text, isPlain ? .plain : .quoted), unsafe Self.name(scalar.anchor))
            case YAML_ALIAS_EVENT:
                let name = unsafe Self.name(event.data.alias.anchor)
                guard let node = name.flatMap({ anchors[$0] }) else {
                    throw unsafe .syntax(line: Int(event.start_mark.line) + 1)
                }
                add(node, nil)
            case YAML_SEQUENCE_START_EVENT:
                try begin(isMapping: false, unsafe Self.name(event.data.sequence_start.anchor))
            case YAML_MAPPING_START_EVENT:
                try begin(isMapping: true, unsafe Self.name(event.data.mapping_start.anchor))
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                guard let ended = open.popLast() else { return true }
                add(Self.node(ended.nodes, isMapping: ended.isMapping), ended.anchor)
            case YAML_DOCUMENT_END_EVENT, YAML_STREAM_END_EVENT:
                return true
            default: break
            }
            return false
        }

        private mutating func begin(isMapping: Bool, _ anchor: String?) throws(YAMLTextError) {
            guard open.count < YAMLNode.depthLimit else { throw .tooDeep }
            open.append(Open(isMapping: isMapping, anchor: anchor))
        }

        private mutating func add(_ node: YAMLNode, _ anchor: String?) {
            if let anchor { anchors[anchor] = node }
            if open.isEmpty {
                root = node
            } else {
                open[open.count - 1].nodes.append(node)
            }
        }

        private static func node(_ nodes: [YAMLNode], isMapping: Bool) -> YAMLNode {
            guard isMapping else { return .sequence(nodes) }
            return .mapping(
                stride(from: 0, to: nodes.count - 1, by: 2).map { (nodes[$0], nodes[$0 + 1]) }
            )
        }

        private static func name(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
            guard let text = unsafe text else { return nil }
            return unsafe String(cString: text)
        }
    }
}
