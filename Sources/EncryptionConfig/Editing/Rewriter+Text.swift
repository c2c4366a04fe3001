/// New elements, in the style of their neighbours.
extension Rewriter {
    /// The text of a new element from its dash or first byte to its end.
    ///
    /// - Parameters:
    ///   - payload: The element.
    ///   - list: The list that gets it.
    ///   - layout: None where elements share lines.
    /// - Returns: The text.
    /// - Throws: ``EditRefusal``.
    func rendered(
        _ payload: Payload,
        in list: Int,
        _ layout: ListLayout?,
    ) throws(EditRefusal) -> [UInt8] {
        let neighbours = tree.elements(of: list)
        switch payload {
        case .resource(let resource):
            let quotes = neighbours.last.map { tree.nodes[$0].quotes } ?? .none
            let text = ScalarText.text(
                Array(resource.name.utf8),
                like: quotes == .double ? .double : .none,
                isJSON: tree.isJSON,
            )
            return dash(of: list) + text
        case .key(let key):
            if let text = copy(key, of: neighbours) { return text }
        case .provider(let provider):
            if let text = try copy(provider, of: neighbours, in: list, layout) { return text }
        case .entry(let entry):
            if let text = try copy(entry, of: neighbours, in: list, layout) { return text }
        }
        return emitted(payload, in: list, layout)
    }

    private func dash(of list: Int) -> [UInt8] {
        tree.nodes[list].isFlow ? [] : [UInt8(ascii: "-")] + gap(of: list)
    }

    /// What stands between a dash and its value.
    private func gap(of list: Int) -> [UInt8] {
        for element in tree.elements(of: list) {
            let node = tree.nodes[element]
            guard let dash = node.dash, node.start > dash + 1 else { continue }
            let gap = bytes[(dash + 1)..<node.start]
            if gap.allSatisfy({ $0 == 0x20 }) { return Array(gap) }
        }
        return [0x20]
    }

    private func emitted(_ payload: Payload, in list: Int, _ layout: ListLayout?) -> [UInt8] {
        let style = Style(of: source)
        let isJSON = tree.isJSON
        let emission =
            switch payload {
            case .resource(let resource): Emission.name(resource.name, isJSON: isJSON)
            case .key(let key): Emission.key(key, style, isJSON: isJSON)
            case .provider(let provider): Emission.provider(provider, style, isJSON: isJSON)
            case .entry(let entry): Emission.entry(entry, style, isJSON: isJSON)
            }
        guard tree.nodes[list].isFlow else {
            let gap = gap(of: list)
            let first = layout?.items.first
            let column = first.map { $0.first - $0.line } ?? 0
            return [UInt8(ascii: "-")] + gap
                + emission.block(at: column + 1 + gap.count, gap: gap, style, lineBreak)
        }
        var lines: Emission.Lines?
        if isJSON, let first = layout?.items.first, first.next > first.line,
            bytes[first.first..<first.end].contains(0x0A)
        {
            let indentation = Array(bytes[first.line..<first.first])
            let open = ListLayout.lineStart(bytes, tree.nodes[list].start)
            let outer = bytes[open...].prefix { $0 == 0x20 || $0 == 0x09 }.count
            let step = Array(indentation.dropFirst(outer))
            lines = Emission.Lines(start: lineBreak + indentation, step: step)
        }
        return emission.flow(style, isJSON: isJSON, lines: lines)
    }

    // MARK: Copies of neighbours

    /// No alias leads out of the element, and no anchor or tag makes it more than its text.
    private func isSimple(_ element: Int, aliases: Bool = false) -> Bool {
        let node = tree.nodes[element]
        return tree.nodes(in: node.first..<node.end).allSatisfy { index in
            if case .alias = tree.nodes[index].content { return aliases }
            return !tree.nodes[index].hasProperties
        }
    }

    private func replacing(_ index: Int, by value: [UInt8]) -> Splice {
        let node = tree.nodes[index]
        let text = ScalarText.text(value, like: node.quotes, isJSON: tree.isJSON)
        var end = node.end
        // A block scalar ends where the next line begins.
        while node.quotes == .block, end > node.start + 1,
            ListLayout.isBlank(bytes[end - 1]) || bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D
        {
            end -= 1
        }
        return Splice(range: node.start..<end, text: text)
    }

    /// Two scalars, name and secret, replaced in the text of the last key.
    private func copy(_ key: EditableConfiguration.Key, of keys: [Int]) -> [UInt8]? {
        guard let model = keys.last, isSimple(model), tree.fields(of: model).count == 2,
            let name = tree.field("name", of: model), let secret = tree.field("secret", of: model)
        else { return nil }
        var splices = [
            replacing(name, by: Array(key.name.text.utf8)),
            replacing(secret, by: key.secretText),
        ]
        let range = tree.nodes[model].first..<tree.nodes[model].end
        splices.add(whereFree: comments(in: range))
        return tidied(Splice.applied(splices, to: bytes, in: range))
    }

    /// A neighbour that has keys, with another kind and other keys.
    private func copy(
        _ provider: EditableConfiguration.Provider,
        of elements: [Int],
        in list: Int,
        _ layout: ListLayout?,
    ) throws(EditRefusal) -> [UInt8]? {
        guard !provider.keys.isEmpty else { return nil }
        let models = elements.indices.filter { index in
            let fields = tree.fields(of: elements[index])
            return isSimple(elements[index]) && fields.count == 1
                && tree.fields(of: fields[0].value).count == 1
                && tree.field("keys", of: fields[0].value) != nil
        }
        guard let model = models.last else { return nil }
        let field = tree.fields(of: elements[model])[0]
        guard let keys = tree.field("keys", of: field.value) else { return nil }
        var splices = [replacing(field.key, by: Array(provider.kind.rawValue.utf8))]
        splices += try self.splices(of: keys, provider.keys.map { .new(.key($0)) })
        return copied(elements[model], splices, in: list, layout?.items[model])
    }

    /// The entry that was copied, with other names.
    private func copy(
        _ entry: EditableConfiguration.Entry,
        of elements: [Int],
        in list: Int,
        _ layout: ListLayout?,
    ) throws(EditRefusal) -> [UInt8]? {
        guard let model = entry.model, model.file == origin, let number = model.path.first,
            entry.hasSameProviders(as: source.contents.entries[number]),
            isSimple(elements[number], aliases: true), tree.fields(of: elements[number]).count == 2,
            let names = tree.field("resources", of: elements[number]),
            tree.resolved(names) == names
        else { return nil }
        let splices = try splices(of: names, entry.resources.map { .new(.resource($0)) })
        return copied(elements[number], splices, in: list, layout?.items[number])
    }

    private func copied(
        _ element: Int,
        _ splices: [Splice],
        in list: Int,
        _ item: ListLayout.Item?,
    ) -> [UInt8] {
        let node = tree.nodes[element]
        // In block style a splice may end with the last line.
        let end = tree.nodes[list].isFlow ? node.end : item?.next ?? node.end
        var splices = splices
        splices.add(whereFree: comments(in: node.first..<end))
        return tidied(Splice.applied(splices, to: bytes, in: node.first..<end))
    }

    /// The comments in a stretch, each with its line if there is nothing else on it.
    private func comments(in range: Range<Int>) -> [Splice] {
        guard !tree.isJSON else { return [] }
        var scalars: [Range<Int>] = []
        for node in tree.nodes where range.contains(node.start) {
            switch node.content {
            case .scalar where node.end > node.start: scalars.append(node.start..<node.end)
            case .scalar, .alias, .sequence, .mapping: continue
            }
        }
        var result: [Splice] = []
        var offset = range.lowerBound
        var next = 0
        while offset < range.upperBound {
            if next < scalars.count, scalars[next].lowerBound == offset {
                offset = scalars[next].upperBound
                next += 1
                continue
            }
            let isComment =
                bytes[offset] == UInt8(ascii: "#") && offset > 0
                && (ListLayout.isBlank(bytes[offset - 1]) || bytes[offset - 1] == 0x0A
                    || bytes[offset - 1] == 0x0D)
            guard isComment else {
                offset += 1
                continue
            }
            var start = offset
            while start > range.lowerBound, ListLayout.isBlank(bytes[start - 1]) { start -= 1 }
            while offset < range.upperBound, SourceOffsets.breakWidth(bytes, offset) == 0 {
                offset += 1
            }
            result.append(Splice(range: start..<offset, text: []))
        }
        return result
    }

    /// Without blanks at the ends of lines, without blank lines and without a last line break.
    private func tidied(_ text: [UInt8]) -> [UInt8] {
        var lines: [[UInt8]] = []
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: true) {
            let isBroken = line.last == 0x0D
            var line = Array(isBroken ? line.dropLast() : line)
            while let last = line.last, ListLayout.isBlank(last) { line.removeLast() }
            if !line.isEmpty { lines.append(line) }
        }
        return Array(lines.joined(separator: lineBreak))
    }
}
