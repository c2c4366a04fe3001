import FuzzSupport
import KubernetesModel

private let object: KubernetesValue = {
    let text =
        #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a","labels":{"b.c/d":"e"}},"#
        + #""list":[{"n":1,"s":"x"},{"n":2.5,"s":null},{"n":-3,"s":true}],"data":{"k":"dg=="}}"#
    guard let object = try? StoredObject(plaintext: Array(text.utf8).span) else {
        fatalError("the object")
    }
    return object.tree(modRevision: 7, managedFields: true)
}()

/// Templates of `-o jsonpath=` and paths of `--field`, applied to an object.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let text = String(decoding: input(data, count), as: UTF8.self)
    do {
        let template = try JSONPathTemplate(text)
        let first = try template.render(object)
        check(try template.render(object) == first, "another text from the same object")
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
    do {
        let path = try ObjectPath(text)
        _ = object.field(path)
        let again = try ObjectPath(path.description)
        check(again == path, "a path that reads otherwise than it is written")
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
    return 0
}
