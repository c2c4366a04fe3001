internal import CLibYAML

/// Writes a document as libyaml does, without breaking long lines: so does what kubectl is made of.
public enum YAMLWriter {
    /// The document as UTF-8, a line feed at its end.
    ///
    /// - Throws: ``YAMLTextError/tooDeep``, ``YAMLTextError/refused``.
    public static func write(_ node: YAMLNode) throws(YAMLTextError) -> [UInt8] {
        let emitter = try Emitter()
        try emitter.emit(.streamStart)
        try emitter.emit(.documentStart)
        try add(node, depth: 0, to: emitter)
        try emitter.emit(.documentEnd)
        try emitter.emit(.streamEnd)
        var text = emitter.output.bytes
        // libyaml marks the document's end after text that ends in empty lines; kubectl does not.
        let end = Array("\n...\n".utf8)
        if text.count >= end.count, text.suffix(end.count).elementsEqual(end) {
            text.removeLast(end.count - 1)
        }
        return text
    }

    private static func add(
        _ node: YAMLNode,
        depth: Int,
        to emitter: Emitter,
    ) throws(YAMLTextError) {
        guard depth <= YAMLNode.depthLimit else { throw .tooDeep }
        switch node {
        case .scalar(let text, let style):
            try emitter.emit(.scalar(text, style))
        case .sequence(let elements):
            try emitter.emit(.sequenceStart)
            for element in elements { try add(element, depth: depth + 1, to: emitter) }
            try emitter.emit(.sequenceEnd)
        case .mapping(let members):
            try emitter.emit(.mappingStart)
            for member in members {
                try add(member.key, depth: depth + 1, to: emitter)
                try add(member.value, depth: depth + 1, to: emitter)
            }
            try emitter.emit(.mappingEnd)
        }
    }
}

/// libyaml's emitter and what it has written.
@safe
private final class Emitter {
    /// What libyaml is told, one after the other.
    enum Event {
        case streamStart
        case documentStart
        case scalar(String, YAMLNode.Style)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        case documentEnd
        case streamEnd
    }

    final class Output {
        var bytes: [UInt8] = []
    }

    let output = Output()
    private var emitter = unsafe yaml_emitter_t()

    init() throws(YAMLTextError) {
        guard unsafe yaml_emitter_initialize(&emitter) == 1 else { throw .refused }
        unsafe yaml_emitter_set_output(
            &emitter,
            { output, bytes, count in
                guard let output = unsafe output, let bytes = unsafe bytes else { return 0 }
                let written = unsafe UnsafeBufferPointer(start: bytes, count: count)
                let target = unsafe Unmanaged<Output>.fromOpaque(output).takeUnretainedValue()
                unsafe target.bytes.append(contentsOf: written)
                return 1
            },
            Unmanaged.passUnretained(output).toOpaque()
        )
        unsafe yaml_emitter_set_unicode(&emitter, 1)
        unsafe yaml_emitter_set_width(&emitter, -1)
    }

    deinit {
        unsafe yaml_emitter_delete(&emitter)
    }

    func emit(_ event: Event) throws(YAMLTextError) {
        var made = unsafe yaml_event_t()
        // libyaml frees the event, also where it refuses it.
        guard unsafe Self.make(event, &made) == 1, unsafe yaml_emitter_emit(&emitter, &made) == 1
        else { throw .refused }
    }

    private static func make(_ event: Event, _ made: inout yaml_event_t) -> Int32 {
        switch event {
        case .streamStart:
            return unsafe yaml_stream_start_event_initialize(&made, YAML_UTF8_ENCODING)
        case .documentStart:
            return unsafe yaml_document_start_event_initialize(&made, nil, nil, nil, 1)
        case .scalar(var text, let style):
            let style =
                switch style {
                case .plain: YAML_PLAIN_SCALAR_STYLE
                case .quoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
                case .literal: YAML_LITERAL_SCALAR_STYLE
                }
            return text.withUTF8 { text in
                let count = Int32(clamping: text.count)
                return unsafe yaml_scalar_event_initialize(
                    &made,
                    nil,
                    nil,
                    text.baseAddress,
                    count,
                    1,
                    1,
                    style
                )
            }
        case .sequenceStart:
            let style = YAML_BLOCK_SEQUENCE_STYLE
            return unsafe yaml_sequence_start_event_initialize(&made, nil, nil, 1, style)
        case .sequenceEnd:
            return unsafe yaml_sequence_end_event_initialize(&made)
        case .mappingStart:
            let style = YAML_BLOCK_MAPPING_STYLE
            return unsafe yaml_mapping_start_event_initialize(&made, nil, nil, 1, style)
        case .mappingEnd:
            return unsafe yaml_mapping_end_event_initialize(&made)
        case .documentEnd:
            return unsafe yaml_document_end_event_initialize(&made, 1)
        case .streamEnd:
            return unsafe yaml_stream_end_event_initialize(&made)
        }
    }
}
