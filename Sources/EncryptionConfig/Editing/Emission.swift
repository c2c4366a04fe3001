internal import KeyMaterial
internal import WireFormats

/// New text that has no model in the file.
indirect enum Emission {
    /// Quoted already.
    case scalar([UInt8])
    case mapping([(field: String, value: Emission)], isFlow: Bool)
    /// The elements of the list of a field of this name.
    case list([Emission], of: String, isFlow: Bool)

    // MARK: Configuration

    static func name(_ name: String, isJSON: Bool) -> Emission {
        .scalar(ScalarText.text(Array(name.utf8), like: .none, isJSON: isJSON))
    }

    static func key(_ key: EditableConfiguration.Key, _ style: Style, isJSON: Bool) -> Emission {
        var fields = [
            ("name", name(key.name.text, isJSON: isJSON)),
            ("secret", .scalar(ScalarText.text(key.secretText, like: .none, isJSON: isJSON))),
        ]
        if style.secretIsFirst { fields.reverse() }
        return .mapping(fields, isFlow: style.hasFlowKeys)
    }

    static func provider(
        _ provider: EditableConfiguration.Provider,
        _ style: Style,
        isJSON: Bool,
    ) -> Emission {
        var content = Emission.mapping([], isFlow: true)
        if let plugin = provider.plugin {
            content = .mapping(fields(of: plugin, isJSON: isJSON), isFlow: false)
        } else if !provider.keys.isEmpty {
            let keys = provider.keys.map { key($0, style, isJSON: isJSON) }
            content = .mapping(
                [("keys", .list(keys, of: "keys", isFlow: false))],
                isFlow: false
            )
        }
        return .mapping([(provider.kind.rawValue, content)], isFlow: false)
    }

    static func entry(
        _ entry: EditableConfiguration.Entry,
        _ style: Style,
        isJSON: Bool,
    ) -> Emission {
        let names = entry.resources.map { name($0.name, isJSON: isJSON) }
        let providers = entry.providers.map { provider($0, style, isJSON: isJSON) }
        return .mapping(
            [
                ("resources", .list(names, of: "resources", isFlow: style.hasFlowNames)),
                ("providers", .list(providers, of: "providers", isFlow: false)),
            ],
            isFlow: false,
        )
    }

    private static func fields(
        of plugin: KMSDefinition,
        isJSON: Bool,
    ) -> [(field: String, value: Emission)] {
        var fields = [
            ("apiVersion", name(plugin.version.rawValue, isJSON: isJSON)),
            ("name", name(plugin.name.text, isJSON: isJSON)),
            ("endpoint", name(plugin.endpoint, isJSON: isJSON)),
        ]
        if plugin.version == .v1 {
            fields.append(("cachesize", .scalar(Array(String(plugin.cacheSize).utf8))))
        }
        fields.append(("timeout", name(duration(plugin.timeoutNanoseconds), isJSON: isJSON)))
        return fields
    }

    /// In the largest unit that divides it.
    private static func duration(_ nanoseconds: Int64) -> String {
        let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us")]
        let unit = units.first { nanoseconds.isMultiple(of: $0.0) }
        return unit.map { "\(nanoseconds / $0.0)\($0.1)" } ?? "\(nanoseconds)ns"
    }

    // MARK: Text

    /// On lines of its own, of which the first begins at `column`.
    func block(at column: Int, gap: [UInt8], _ style: Style, _ lineBreak: [UInt8]) -> [UInt8] {
        func indentation(_ count: Int) -> [UInt8] {
            lineBreak + [UInt8](repeating: 0x20, count: count)
        }
        guard case .mapping(let fields, false) = self, !fields.isEmpty else {
            return flow(style, isJSON: false, lines: nil)
        }
        var text: [UInt8] = []
        for (index, (field, value)) in fields.enumerated() {
            if index > 0 { text += indentation(column) }
            text += Array((field + ":").utf8)
            switch value {
            case .mapping(let inner, false) where !inner.isEmpty:
                text += indentation(column + style.step)
                text += value.block(at: column + style.step, gap: gap, style, lineBreak)
            case .list(let elements, let name, false):
                let dash = column + style.offset(of: name)
                for element in elements {
                    text += indentation(dash) + [UInt8(ascii: "-")] + gap
                    text += element.block(at: dash + 1 + gap.count, gap: gap, style, lineBreak)
                }
            default:
                text += [0x20] + value.flow(style, isJSON: false, lines: nil)
            }
        }
        return text
    }

    /// How values in brackets spread over lines.
    struct Lines {
        var start: [UInt8]
        var step: [UInt8]

        var inner: Lines { Lines(start: start + step, step: step) }
    }

    /// In brackets, on one line unless `lines` says how they begin.
    func flow(_ style: Style, isJSON: Bool, lines: Lines?) -> [UInt8] {
        let inner = lines?.inner
        func enclosed(_ parts: [[UInt8]], _ open: String, _ close: String, pad: Bool) -> [UInt8] {
            guard !parts.isEmpty else { return Array((open + close).utf8) }
            if let lines {
                let comma = [UInt8(ascii: ",")] + lines.inner.start
                return Array(open.utf8) + lines.inner.start
                    + Array(parts.joined(separator: comma)) + lines.start + Array(close.utf8)
            }
            let padding: [UInt8] = pad ? [0x20] : []
            return Array(open.utf8) + padding + Array(parts.joined(separator: style.comma))
                + padding
                + Array(close.utf8)
        }
        switch self {
        case .scalar(let text): return text
        case .mapping(let fields, _):
            let parts = fields.map { field, value in
                (isJSON ? ScalarText.double(Array(field.utf8)) : Array(field.utf8)) + style.colon
                    + value.flow(style, isJSON: isJSON, lines: inner)
            }
            return enclosed(parts, "{", "}", pad: style.isPadded)
        case .list(let elements, _, _):
            let parts = elements.map { $0.flow(style, isJSON: isJSON, lines: inner) }
            return enclosed(parts, "[", "]", pad: false)
        }
    }
}

extension EditableConfiguration.Key {
    /// The text that the file gets.
    var secretText: [UInt8] {
        if let spelling { return spelling.withBytes { Array($0) } }
        return secret.withBytes { Base64.encode($0) }
    }
}

extension Array where Element == UInt8 {
    fileprivate init(_ span: Span<UInt8>) {
        self = []
        reserveCapacity(span.count)
        for index in span.indices { append(span[index]) }
    }
}
