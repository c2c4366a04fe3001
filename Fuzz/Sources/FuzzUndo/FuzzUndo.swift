import EncryptionConfig
import FuzzSupport
import Providers
import Rotation

private let chains: ResourceChains = {
    let text = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aescbc: {keys: [{name: key1, secret: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]}

        """
    let report = try? ConfigurationValidator().validate(Array(text.utf8))
    guard let configuration = report?.configuration else { fatalError("the configuration") }
    return ResourceChains(configuration)
}()

/// Reads any bytes as an undo log, with and without authentication codes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = input(data, count)
    for allowing in [false, true] {
        guard let path = file(bytes) else { return 0 }
        do {
            let log = try UndoLogReader(path: path, chains: chains, allowingUnsealed: allowing)
            check(allowing || log.isSealed, "a log without codes was read")
            while try log.next() != nil {}
        } catch {
            check(!"\(error)".isEmpty, "an error without words")
        }
    }
    return 0
}
