/// The files of the recorded cluster, as paths from `testdata`.
enum Cluster {
    static let configurations = ["0-off", "1-aescbc", "2-aescbc-promoted", "3-aesgcm", "4-wild"]
    static let dump = ["--dump", "cluster/stage-4-wild.json"]
    static let snapshot = ["--snapshot", "cluster/stage-4-wild.db"]
    static let configuration = ["--config", "cluster/4-wild.yaml"]

    /// Both stores that hold stage 4.
    static let stores = [dump, snapshot]
}
