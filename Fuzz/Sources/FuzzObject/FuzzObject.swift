import FuzzSupport
import KubernetesModel

/// Reads any bytes as an object in every encoding; what is read survives being written as JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    let magics: [[UInt8]] = [[], [0x6b, 0x38, 0x73, 0], [0xd9, 0xd9, 0xf7], [0x7b]]
    for magic in magics { read(magic + bytes) }
    return 0
}

private func read(_ bytes: [UInt8]) {
    let key = Array("/registry/secrets/a/b".utf8)
    let place = EtcdKeyClassifier().classify(key.span)
    _ = ObjectIdentity.mismatch(plaintext: bytes.span, key: key.span, classified: place)
    do {
        let object = try StoredObject(plaintext: bytes.span)
        check(!"\(object)".isEmpty, "an object without words")
        var json: [UInt8] = []
        object.tree(modRevision: 1, managedFields: true).writeJSON(to: &json, indentation: nil)
        guard let again = try? StoredObject(plaintext: json.span) else {
            fatalError("JSON that was written cannot be read")
        }
        check(again.kind == object.kind && again.name == object.name, "another object came back")
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
}
