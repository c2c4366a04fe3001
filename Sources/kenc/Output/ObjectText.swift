import EncryptionConfig
import KubernetesModel
import WireFormats
import YAMLText

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
    static func render(_ value: KubernetesValue) throws -> [UInt8] {
        do throws(YAMLTextError) { return try YAMLWriter.write(node(value)) } catch {
            throw Failure("the object cannot be written as YAML", hint: "-o json can")
        }
    }

    private static func node(_ value: KubernetesValue) -> YAMLNode {
        switch value {
        case .null: .scalar("null", .plain)
        case .bool(let isTrue): .scalar(isTrue ? "true" : "false", .plain)
        case .number(let text): .scalar(text, .plain)
        case .string(let text): string(text)
        case .array(let elements): .sequence(elements.map(node))
        case .object(let members):
            .mapping(members.map { (string($0.key), node($0.value)) })
        }
    }

    /// Quoted where kubectl's library would take the text for something else (go-yaml 2,
    /// `encode.go`, `stringv`).
    private static func string(_ text: String) -> YAMLNode {
        if text.utf8.contains(UInt8(ascii: "\n")) { return .scalar(text, .literal) }
        return .scalar(text, PlainScalar.isText(text) ? .plain : .quoted)
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
        sayIncomplete(object)
        return try render(object.tree(modRevision: modRevision), unknown, isJSON: isJSON)
    }

    static func render(
        _ tree: KubernetesValue,
        _ unknown: UnknownFieldsText?,
        isJSON: Bool,
    ) throws -> [UInt8] {
        if isJSON { return ObjectJSON.render(unknown?.added(to: tree) ?? tree) }
        return Array((unknown?.comments ?? "").utf8) + (try ObjectYAML.render(tree))
    }

    /// Says where more is stored than is printed.
    static func sayIncomplete(_ object: StoredObject) {
        guard !object.isComplete else { return }
        let kind = ShownText.line("\(object.apiVersion) \(object.kind)")
        StandardError.note(
            "\(kind) is no built-in kind of Kubernetes \(StoredObject.kindsVersion): only its "
                + "metadata is decoded; -o raw has all of it"
        )
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
