#if Etcd
import EtcdClient
#endif
import EncryptionConfig
import EtcdDump
import EtcdModel
import EtcdSnapshot
import Providers
import Rotation

/// The words for what libraries throw.
extension Failure {
    /// Nil for an error of no library of ours.
    init?(library error: any Error) {
        switch error {
        case let error as SnapshotError:
            self.init("\(error)", hint: RemedyText.hint(error.hint, error.remedy))
        case let error as PluginWriteFailure:
            self.init(
                "nothing can be sealed through the kms plugin "
                    + "\(ShownText.name(error.plugin.name.text)): "
                    + ShownText.line("\(error.trouble)"),
                hint: PluginWords.hint(error.trouble.code, error.plugin)
            )
        case let error as DumpError: self.init("\(error)")
        case let error as UndoLogError: self.init(error.message, hint: RemedyText.hint(of: error))
        case let error as StoreFailure:
            self.init(
                ShownText.line(error.message),
                hint: RemedyText.hint(error.hint, error.remedy)
            )
        default:
            #if Etcd
            guard let error = error as? EtcdError else { return nil }
            self.init(
                ShownText.line(error.text),
                hint: RemedyText.hint(error.hint, error.remedy),
                status: error.code == .configuration ? .usage : .failed
            )
            #else
            return nil
            #endif
        }
    }

    /// Any error; what nobody foresaw is shown as it is.
    init(wording error: any Error) {
        self = error as? Failure ?? Failure(library: error) ?? Failure("\(error)")
    }
}
