/// Puts a tree together from the pieces a tokenizer gives, without recursion.
struct TreeBuilder {
    private enum Level {
        case array([KubernetesValue])
        case object([KubernetesValue.Member], key: String?)
    }

    private var levels: [Level] = []
    /// The whole tree, once its last piece has come.
    private(set) var root: KubernetesValue?

    /// How many objects and arrays are open.
    var depth: Int { levels.count }
    /// Whether the next value of an object has no key yet.
    var needsKey: Bool {
        if case .object(_, key: nil) = levels.last { true } else { false }
    }

    mutating func startArray() { levels.append(.array([])) }
    mutating func startObject() { levels.append(.object([], key: nil)) }

    mutating func key(_ key: String) {
        guard case .object(let members, _) = levels.popLast() else { return }
        levels.append(.object(members, key: key))
    }

    mutating func end() {
        switch levels.popLast() {
        case .array(let elements): add(.array(elements))
        case .object(let members, _): add(.sorted(members))
        case nil: break
        }
    }

    mutating func add(_ value: KubernetesValue) {
        guard let last = levels.indices.last else {
            root = value
            return
        }
        // Taken out while it changes, so that the array in it is not copied.
        let level = levels[last]
        levels[last] = .array([])
        switch level {
        case .array(var elements):
            elements.append(value)
            levels[last] = .array(elements)
        case .object(var members, let key):
            members.append(.init(key: key ?? "", value: value))
            levels[last] = .object(members, key: nil)
        }
    }
}
