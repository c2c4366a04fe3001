import Foundation
import TestSupport

/// A line of `decrypt -o jsonl`, and the object of `decrypt -o json` for one value.
struct OpenedLine: Decodable {
    struct Failure: Decodable {
        let code: String
        let message: String
    }

    let key: String?
    let resource: String?
    let system: Bool?
    let unknown: Bool?
    let provider: String?
    let keyName: String?
    let stale: Bool?
    let value: Data?
    let error: Failure?
}

/// The files of the recorded cluster, as paths from `testdata`.
enum Cluster {
    static let configurations = ["0-off", "1-aescbc", "2-aescbc-promoted", "3-aesgcm", "4-wild"]
    static let dump = ["--dump", "cluster/stage-4-wild.json"]
    static let snapshot = ["--snapshot", "cluster/stage-4-wild.db"]
    static let configuration = ["--config", "cluster/4-wild.yaml"]

    /// Both stores that hold stage 4.
    static let stores = [dump, snapshot]
}
