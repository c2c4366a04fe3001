internal import KeyMaterial
internal import WireFormats

/// Single values, and what is said of those that are something else.
extension ConfigurationDecoder {
    mutating func string(_ node: DataNode, path: FieldPath) -> Field<String> {
        scalar(node, path: path).map { repairedText(text.bytes($0)) }
    }

    /// A secret, which never becomes a `String`: nobody could wipe that.
    mutating func secret(_ node: DataNode, path: FieldPath) -> Field<SecretEntry> {
        scalar(node, path: path).map { range in
            // Aliases repeat one text, which is decoded once.
            if let known = secrets[range.lowerBound], known.range == range { return known }
            let secret = SecretEntry(text: text, range: range)
            secrets[range.lowerBound] = secret
            return secret
        }
    }

    /// Where the text of a string lies.
    mutating func scalar(_ node: DataNode, path: FieldPath) -> Field<Range<Int>> {
        switch node.content {
        case .null: return .absent
        case .string(let text): return .present(text, node.range)
        case .number, .bool:
            findings.add(
                .wrongType,
                "expected a string, found \(node.kind)",
                path: path,
                at: node.range,
                hint: "quote the value: without quotes YAML reads it as \(node.kind)"
            )
            return .unusable
        default:
            wrongType(node, expected: "a string", path: path)
            return .unusable
        }
    }

    mutating func integer(_ node: DataNode, path: FieldPath) -> Field<Int32> {
        if node.isNull { return .absent }
        guard case .number(let number) = node.content else {
            wrongType(node, expected: "an integer", path: path)
            return .unusable
        }
        guard let value = number.flatMap(Int32.init(exactly:)) else {
            findings.add(
                .wrongType,
                "expected an integer of 32 bits",
                path: path,
                at: node.range,
                hint: "use a whole number from \(Int32.min) to \(Int32.max)"
            )
            return .unusable
        }
        return .present(value, node.range)
    }

    mutating func duration(_ node: DataNode, path: FieldPath) -> Field<Int64> {
        guard case .present(let text, let range) = string(node, path: path) else {
            return node.isNull ? .absent : .unusable
        }
        guard let nanoseconds = GoDuration.nanoseconds(text) else {
            findings.add(
                .kmsTimeout,
                "the timeout is not a duration",
                path: path,
                at: range,
                hint: "write numbers with units, as in '3s', '500ms' or '1m30s'"
            )
            return .unusable
        }
        return .present(nanoseconds, range)
    }

    mutating func wrongType(
        _ node: DataNode,
        expected: String,
        path: FieldPath,
    ) {
        var hint: String?
        if expected == "a mapping", case .string = node.content {
            hint = "a ':' and the value's fields are missing, or indentation was lost"
        } else if expected == "a list", case .object = node.content {
            hint = "put '- ' before each element"
        } else if expected == "a list", case .string = node.content {
            hint = "write a list of one: ['…'], or '- …' on the next line"
        } else if expected == "a mapping", case .array = node.content {
            hint = "this takes fields, not a list: remove the '-' or the brackets"
        }
        findings.add(
            .wrongType,
            "expected \(expected), found \(node.kind)",
            path: path,
            at: node.range,
            hint: hint
        )
    }
}
