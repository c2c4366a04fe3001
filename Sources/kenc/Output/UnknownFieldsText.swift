import KubernetesModel

/// What a newer API server wrote into an object, and this kenc does not know: said on standard
/// error and in what is printed, so that nobody takes the object for whole.
struct UnknownFieldsText {
    private let fields: [UnknownField]

    /// Nil where everything is known.
    init?(_ object: StoredObject) {
        guard !object.unknownFields.isEmpty else { return nil }
        fields = object.unknownFields
    }

    func warn(about keyText: String) {
        let shown = fields.prefix(5).map(Self.text).joined(separator: ", ")
        StandardError.warning(
            "\(ShownText.line(keyText)): a server newer than Kubernetes "
                + "\(StoredObject.kindsVersion) wrote \(Numbers.count(fields.count, "field")) that "
                + "this kenc does not know: \(shown)\(fields.count > 5 ? ", …" : "")",
            hint: "what is printed lacks them; -o raw has all bytes"
        )
    }

    /// Comment lines above the YAML.
    var comments: String {
        fields.map { "# kenc: not shown: \(Self.text($0))\n" }.joined()
    }

    /// The object with a member `kencUnknownFields`, as JSON has no comments.
    func added(to tree: KubernetesValue) -> KubernetesValue {
        let list = fields.map { field in
            KubernetesValue.object([
                .init(key: "number", value: .number(String(field.number))),
                .init(key: "path", value: .string(field.path)),
            ])
        }
        return tree.setting("kencUnknownFields", to: .array(list))
    }

    private static func text(_ field: UnknownField) -> String {
        field.path.isEmpty ? "field \(field.number)" : "\(field.path) field \(field.number)"
    }
}
