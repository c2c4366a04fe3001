/// Follows paths through an object.
struct JSONPathWalk {
    let root: KubernetesValue

    /// All that the path leads to.
    func values(
        _ path: JSONPath,
        from here: KubernetesValue,
    ) throws(JSONPathError) -> [KubernetesValue] {
        var values = [path.isFromRoot ? root : here]
        for step in path.steps {
            var next: [KubernetesValue] = []
            for value in values { try follow(step, from: value, path, into: &next) }
            values = next
        }
        return values
    }

    private func follow(
        _ step: JSONPath.Step,
        from value: KubernetesValue,
        _ path: JSONPath,
        into next: inout [KubernetesValue],
    ) throws(JSONPathError) {
        switch step {
        case .key(let key): if let member = value[key] { next.append(member) }
        case .keys(let keys): next += keys.compactMap { value[$0] }
        case .all: next += children(value)
        case .descend: descend(value, into: &next)
        case .elements(let indices):
            guard case .array(let elements) = value else { return }
            for index in indices {
                let place = index < 0 ? elements.count + index : index
                guard elements.indices.contains(place) else {
                    throw JSONPathError(
                        problem: "there is no element \(index): the list has \(elements.count)",
                        column: path.offset + 1
                    )
                }
                next.append(elements[place])
            }
        case .slice(let from, let to, let by):
            guard case .array(let elements) = value else { return }
            func place(_ index: Int) -> Int {
                min(max(index < 0 ? elements.count + index : index, 0), elements.count)
            }
            next += stride(from: place(from ?? 0), to: place(to ?? elements.count), by: by)
                .map { elements[$0] }
        case .filter(let filter):
            for element in children(value) where try passes(element, filter) {
                next.append(element)
            }
        }
    }

    private func children(_ value: KubernetesValue) -> [KubernetesValue] {
        switch value {
        case .array(let elements): elements
        case .object(let members): members.map(\.value)
        default: []
        }
    }

    private func descend(_ value: KubernetesValue, into values: inout [KubernetesValue]) {
        values.append(value)
        for child in children(value) { descend(child, into: &values) }
    }

    private func passes(
        _ element: KubernetesValue,
        _ filter: JSONPathFilter,
    ) throws(JSONPathError) -> Bool {
        let left = try operand(filter.left, element)
        guard let comparison = filter.comparison, let right = filter.right else {
            return left != nil
        }
        guard let left, let right = try operand(right, element) else {
            return comparison == .notEqual
        }
        switch comparison {
        case .equal: return isEqual(left, right)
        case .notEqual: return !isEqual(left, right)
        case .less: return isLess(left, right)
        case .greater: return isLess(right, left)
        case .lessOrEqual: return isLess(left, right) || isEqual(left, right)
        case .greaterOrEqual: return isLess(right, left) || isEqual(left, right)
        }
    }

    private func operand(
        _ operand: JSONPathFilter.Operand,
        _ element: KubernetesValue,
    ) throws(JSONPathError) -> KubernetesValue? {
        switch operand {
        case .path(let path): try values(path, from: element).first
        case .string(let text): .string(text)
        case .number(let number): .number("\(number)")
        case .bool(let isTrue): .bool(isTrue)
        }
    }

    /// Numbers by their value, texts byte by byte.
    private func isEqual(_ left: KubernetesValue, _ right: KubernetesValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): Double(left) == Double(right)
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        default: left == right
        }
    }

    private func isLess(_ left: KubernetesValue, _ right: KubernetesValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            if let left = Double(left), let right = Double(right) { left < right } else { false }
        case (.string(let left), .string(let right)):
            left.utf8.lexicographicallyPrecedes(right.utf8)
        default: false
        }
    }
}
