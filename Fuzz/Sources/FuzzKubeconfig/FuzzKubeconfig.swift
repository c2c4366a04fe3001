import Fleet
import FuzzSupport

/// Kubeconfigs; a token, wherever it stands, is in nothing that is said of them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Canary.planted(in: input(data, count))
    do throws(KubeconfigProblem) {
        let file = try Kubeconfig(bytes)
        // The server's name is for all to see, whatever somebody wrote there.
        if !Canary.isShown(in: file.server) { Canary.check("\(file) \(String(reflecting: file))") }
    } catch .missing {
        // Contexts, clusters and users have the names that the file gives them.
    } catch {
        let said = "\(error)"
        check(!said.isEmpty, "an error without words")
        Canary.check(said)
    }
    return 0
}
