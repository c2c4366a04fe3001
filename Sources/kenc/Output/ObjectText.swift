import KubernetesModel
import WireFormats
import Yams

/// An object as kubectl prints it with -o json.
enum ObjectJSON {
    static func render(_ value: KubernetesValue) -> [UInt8] {
        var text: [UInt8] = []
        value.writeJSON(to: &text, indentation: 4)
        return text + [UInt8(ascii: "\n")]
    }
}

/// An object as kubectl prints it with -o yaml.
enum ObjectYAML {
    static func render(_ value: KubernetesValue) throws -> String {
        let text = try Yams.serialize(node: node(value), width: -1, allowUnicode: true)
        // libyaml marks the document's end after text that ends in empty lines; kubectl does not.
        let end = "\n...\n"
        return text.hasSuffix(end) ? text.dropLast(end.count - 1) + "" : text
    }

    private static func node(_ value: KubernetesValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let isTrue): Node(isTrue ? "true" : "false", Tag(.bool))
        case .number(let text):
            Node(text, Tag(text.contains { ".eE".contains($0) } ? .float : .int))
        case .string(let text): string(text)
        case .array(let elements): Node(elements.map(node), Tag(.seq))
        case .object(let members):
            Node(members.map { (string($0.key), node($0.value)) }, Tag(.map))
        }
    }

    /// Quoted where a reader would take the text for a number, a truth value or nothing.
    private static func string(_ text: String) -> Node {
        if text.contains("\n") { return Node(text, Tag(.str), .literal) }
        let isPlain = Resolver.default.resolveTag(of: Node(text)) == .str && !isTruthWord(text)
        return Node(text, Tag(.str), isPlain ? .plain : .doubleQuoted)
    }

    private static func isTruthWord(_ text: String) -> Bool {
        ["y", "n", "yes", "no", "on", "off", "="].contains(text.lowercased())
    }
}

/// The object in one value, with what is not known of it said.
enum ObjectText {
    /// `modRevision` is what the API calls resourceVersion, where it is known.
    static func render(
        _ plaintext: [UInt8],
        modRevision: Int64?,
        isJSON: Bool,
    ) throws -> [UInt8] {
        let object: StoredObject
        do throws(ObjectError) { object = try StoredObject(plaintext: plaintext.span) } catch {
            throw Failure("\(error)")
        }
        let unknown = UnknownFieldsText(object)
        unknown?.warn(about: "the value")
        if !object.isComplete {
            let kind = ShownText.line("\(object.apiVersion) \(object.kind)")
            StandardError.note(
                "\(kind) is no built-in kind of Kubernetes \(StoredObject.kindsVersion): only its "
                    + "metadata is decoded; -o raw has all of it"
            )
        }
        let tree = object.tree(modRevision: modRevision)
        if isJSON { return ObjectJSON.render(unknown?.added(to: tree) ?? tree) }
        return Array(((unknown?.comments ?? "") + (try ObjectYAML.render(tree))).utf8)
    }
}

/// One field of an object.
enum FieldText {
    static func render(
        _ tree: KubernetesValue,
        _ path: ObjectPath,
        decode: Bool,
        _ found: FoundObject,
        _ object: StoredObject,
    ) throws -> [UInt8] {
        guard let field = tree.field(path) else {
            throw Failure(
                "\(ShownText.line(found.keyText)) has no field \(path)",
                hint: hint(tree, path, object)
            )
        }
        guard case .string(let text) = field else {
            guard !decode else {
                throw Failure.usage("\(path) is no text, so there is no base64 to take off")
            }
            return ObjectJSON.render(field)
        }
        guard decode else { return Array((text + "\n").utf8) }
        let bytes = Array(text.utf8)
        do throws(WireFormatError) {
            return try Base64.decode(bytes.span)
        } catch {
            throw Failure.usage("\(path) is not base64", hint: "leave --decode out")
        }
    }

    /// The keys beside the one that is missing; never a value.
    private static func hint(
        _ tree: KubernetesValue,
        _ path: ObjectPath,
        _ object: StoredObject
    ) -> String {
        guard object.isComplete else {
            return "only the metadata of a \(object.kind) is decoded; -o raw has all of it"
        }
        guard path.description.hasPrefix("data") || path.description.hasPrefix(".data"),
            case .object(let members) = tree["data"], !members.isEmpty
        else { return "-o yaml shows what there is" }
        return "its data has \(members.map { ShownText.line($0.key) }.joined(separator: ", "))"
    }
}
