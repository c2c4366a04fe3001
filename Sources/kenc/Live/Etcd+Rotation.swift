#if Etcd

import EtcdClient
import EtcdModel
import Rotation

extension StoredValue {
    init(_ found: EtcdKeyValue) {
        self.init(
            value: found.value,
            facts: EntryFacts(
                createRevision: found.createRevision,
                modRevision: found.modRevision,
                version: found.version,
                lease: found.lease
            )
        )
    }
}

extension StoreFailure {
    init(_ error: EtcdError) {
        let reach: Reach =
            switch error.code {
            case .permissionDenied, .tooLarge, .notFound: .key
            case .outcomeUnknown: .unknownOutcome
            default: .store
            }
        self.init(reach, Failure.text(error), hint: error.hint)
    }
}

extension Failure {
    init(_ error: EtcdError) {
        self.init(
            Self.text(error),
            hint: error.hint,
            status: error.code == .configuration ? .usage : .failed
        )
    }

    static func text(_ error: EtcdError) -> String {
        ShownText.line(error.message + (error.cause.map { " (\($0))" } ?? ""))
    }
}

#endif
