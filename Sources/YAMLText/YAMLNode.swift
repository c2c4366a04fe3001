/// What a YAML document holds, by its structure alone: what a scalar means is the caller's to say.
public indirect enum YAMLNode: Sendable {
    /// How a scalar is written.
    public enum Style: Sendable {
        /// Without quotes, where its text allows it.
        case plain
        /// In double quotes, with escapes.
        case quoted
        /// Line by line behind a `|`, where its text allows it.
        case literal
    }

    /// A text, whatever it means.
    case scalar(String, Style)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and values, in their order.
    case mapping([(key: YAMLNode, value: YAMLNode)])

    /// The text of a scalar.
    public var text: String? {
        if case .scalar(let text, _) = self { text } else { nil }
    }

    /// The elements of a list.
    public var elements: [YAMLNode]? {
        if case .sequence(let elements) = self { elements } else { nil }
    }

    /// Whether it has keys and values.
    public var isMapping: Bool {
        if case .mapping = self { true } else { false }
    }

    /// The value of the first key of that text.
    public subscript(key: String) -> YAMLNode? {
        guard case .mapping(let members) = self else { return nil }
        return members.first { $0.key.text == key }?.value
    }
}

/// Why a text is no YAML, or a document cannot be written.
public enum YAMLTextError: Error, Sendable, Hashable {
    /// It breaks YAML's rules; the line counts from 1. None of its words are kept.
    case syntax(line: Int)
    /// It lies deeper than ``YAMLNode/depthLimit``.
    case tooDeep
    /// libyaml has no memory, or refused the document.
    case refused
}

extension YAMLNode {
    /// How many lists and mappings may lie inside each other.
    public static let depthLimit = 200
}
