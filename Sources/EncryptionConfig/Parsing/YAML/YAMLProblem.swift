/// What breaks YAML's rules in a text.
///
/// A case of its own has what decides over a rule or over a hint.
enum YAMLProblem: Equatable, ExpressibleByStringLiteral {
    /// The bytes are at fault, not the grammar.
    case encoding(String)
    case nestedTooDeeply
    case mergesNestedTooDeeply
    case aliasesRepeatTooMuch
    case tabInIndentation
    case nextEntryExpected
    case nextFieldExpected
    case colonAfterValue
    case colonMissing
    case noStartOfValue
    /// The name of an alias or an anchor.
    case nameOfNode(isAlias: Bool)
    /// All else.
    case grammar(String)

    init(stringLiteral words: StaticString) { self = .grammar("\(words)") }

    /// Lower case, no full stop.
    var text: String {
        switch self {
        case .encoding(let words), .grammar(let words): words
        case .nestedTooDeeply: "nested too deeply"
        case .mergesNestedTooDeeply: "merges are nested too deeply"
        case .aliasesRepeatTooMuch: "aliases repeat too much of the document"
        case .tabInIndentation: "found a tab where indentation needs spaces"
        case .nextEntryExpected: "expected '-' and the next entry of the list, or its end"
        case .nextFieldExpected: "expected the next field of the mapping, or its end"
        case .colonAfterValue: "a ':' after a value is not allowed here"
        case .colonMissing: "could not find the ':' that ends a key"
        case .noStartOfValue: "found a character that cannot start a value"
        case .nameOfNode(let isAlias):
            "the name of an \(isAlias ? "alias" : "anchor") needs letters and digits only"
        }
    }

    /// The rule under which it is found.
    var rule: Rule {
        switch self {
        case .encoding: .encoding
        case .nestedTooDeeply, .mergesNestedTooDeeply: .nestedTooDeeply
        case .aliasesRepeatTooMuch: .aliasLimit
        default: .yamlSyntax
        }
    }
}
