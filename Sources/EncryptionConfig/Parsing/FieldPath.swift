/// The way to a field, as in `resources[0].providers[1].aescbc.keys[0].secret`.
///
/// Spelled only when there is something to say: a hostile file has millions of fields.
indirect enum FieldPath: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The file itself.
    case root
    case field(of: FieldPath, String)
    case element(of: FieldPath, Int)

    /// A field of the file itself.
    init(stringLiteral name: String) { self = .field(of: .root, name) }

    func field(_ name: String) -> FieldPath { .field(of: self, name) }

    func element(_ index: Int) -> FieldPath { .element(of: self, index) }

    var isRoot: Bool {
        if case .root = self { true } else { false }
    }

    var description: String {
        switch self {
        case .root: ""
        case .field(.root, let name): name
        case .field(let parent, let name): "\(parent).\(name)"
        case .element(let parent, let index): "\(parent)[\(index)]"
        }
    }
}
