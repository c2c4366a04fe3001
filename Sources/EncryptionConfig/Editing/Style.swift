/// How a file is written, as far as new text has to follow it.
struct Style {
    /// Between two elements that share a line.
    private(set) var comma = Array(", ".utf8)
    private(set) var colon = Array(": ".utf8)
    /// A space inside braces.
    private(set) var isPadded = false
    /// How much further right a mapping inside a mapping begins.
    private(set) var step = 2
    /// How much further right than its field a list of each name begins.
    private(set) var offsets: [String: Int] = [:]
    /// The fields whose lists or elements stand in brackets.
    private(set) var hasFlowNames = false
    private(set) var hasFlowKeys = false
    private(set) var secretIsFirst = false

    /// Looks at the whole file; where it is of two minds, its last word counts.
    init(of source: ConfigurationSource) {
        let tree = source.tree
        let bytes = source.bytes
        for node in tree.nodes {
            guard case .mapping(let fields) = node.content, node.isFlow, let first = fields.first
            else { continue }
            isPadded = bytes[node.start + 1] == 0x20
            if tree.isJSON {
                let value = tree.nodes[first.value].start
                colon = value > 0 && bytes[value - 1] == 0x20 ? Array(": ".utf8) : Array(":".utf8)
                if fields.count > 1 {
                    let next = tree.nodes[fields[1].key].start
                    comma = bytes[next - 1] == UInt8(ascii: ",") ? [0x2C] : [0x2C, 0x20]
                }
            }
        }
        func column(_ offset: Int) -> Int { offset - ListLayout.lineStart(bytes, offset) }
        func look(_ name: String, in mapping: Int) {
            for (key, value) in tree.fields(of: mapping)
            where tree.text(of: key).map({ $0.elementsEqual(name.utf8) }) ?? false {
                let node = tree.nodes[value]
                guard case .sequence(let elements) = node.content else { continue }
                if name == "resources" { hasFlowNames = node.isFlow }
                guard !node.isFlow, let dash = elements.first.flatMap({ tree.nodes[$0].dash })
                else {
                    continue
                }
                offsets[name] = max(0, column(dash) - column(tree.nodes[key].start))
            }
        }
        for entry in tree.elements(of: source.entries) {
            look("resources", in: entry)
            look("providers", in: entry)
            for element in tree.field("providers", of: entry).map(tree.elements) ?? [] {
                for (kind, value) in tree.fields(of: element) {
                    look("keys", in: value)
                    guard let keys = tree.field("keys", of: value) else { continue }
                    if let field = tree.fields(of: value).first, !tree.nodes[value].isFlow,
                        case .mapping = tree.nodes[value].content
                    {
                        let distance =
                            column(tree.nodes[field.key].start) - column(tree.nodes[kind].start)
                        if distance > 0 { step = distance }
                    }
                    for key in tree.elements(of: keys) {
                        hasFlowKeys = tree.nodes[key].isFlow
                        if let first = tree.fields(of: key).first {
                            secretIsFirst = tree.text(of: first.key) == Array("secret".utf8)
                        }
                    }
                }
            }
        }
    }

    func offset(of list: String) -> Int {
        offsets[list] ?? offsets["providers"] ?? offsets["resources"] ?? 0
    }
}
