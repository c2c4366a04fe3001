import KubernetesModel
import Planning

/// What there is to say about a stage of a plan.
struct PlanWords {
    let goal: String
    let rewriter: PlanRewriter
    let directory: String?
    let conditions: PlanConditions
    let isInsidePlugin: Bool
    /// What holds for the plan as a whole.
    let note: String?

    /// A file of the plan as a command names it.
    func path(_ name: String) -> String {
        let path = directory.map { $0.hasSuffix("/") ? $0 + name : $0 + "/" + name } ?? name
        return ShellText.word(path)
    }

    /// Finds API servers that are not on the file.
    static func query(_ hash: String) -> String {
        "apiserver_encryption_config_controller_last_config_info{hash!=\"\(hash)\"}"
    }

    /// The same on two lines of a terminal: forty digits are as good as all.
    static func shownQuery(_ hash: String) -> [String] {
        let (start, rest) = (hash.prefix(47), hash.dropFirst(47))
        let text = rest.isEmpty ? "hash!=\"\(start)\"" : "hash!~\"\(start).*\""
        return ["apiserver_encryption_config_controller_last_config_info{", text + "}"]
    }

    func why(_ stage: PlanFiles.Stage) -> String {
        switch stage.work {
        case .rollout(_, .teach):
            "every API server learns to read what will be written, before any of them writes it"
        case .rollout(_, .switch):
            "API servers begin to write as the goal has it, and still read all that is stored"
        case .rollout(_, .forget):
            "nothing is stored any more on what this file no longer reads"
        case .rollout(_, .same):
            "the file says the same in other words, so no value is touched"
        case .rewrite where isInsidePlugin:
            "the key inside the plugin has changed, and stored values are still on the old one"
        case .rewrite:
            "values stay on what wrote them until they are written again, and then are opened "
                + "once more to prove it"
        case .compaction:
            "old revisions and freed pages of every member still hold what the old keys open"
        case .backup:
            "backups made so far still hold what the old keys open; and whoever may have had "
                + "both keys and data knows the secrets themselves"
        }
    }

    func check(_ stage: PlanFiles.Stage) -> String {
        switch stage.work {
        case .rollout(_, .forget):
            "before: two compaction intervals since the rewrite, 10 minutes by default, and no "
                + "backup that needs the old keys without a copy of them; then: no API server is "
                + "found by the query"
        case .rollout:
            "no API server is found by the query"
        case .rewrite where isInsidePlugin:
            "before: every API server shows the new key_id_hash with "
                + "transformation_type=\"to_storage\" in "
                + "apiserver_envelope_encryption_key_id_hash_last_timestamp_seconds; after: "
                + "'kenc scan' counts every value on the new key id, and only then is the old key "
                + "disabled"
        case .rewrite:
            "before: every API server is on \(stage.inForce ?? "the file"); after: 'kenc scan "
                + "--check' with that file exits with 0"
        case .compaction:
            "'etcdctl endpoint status' shows the smaller database on every member"
        case .backup:
            "no backup is left that a leaked key opens, and every leaked secret has new contents"
        }
    }

    func back(_ stage: PlanFiles.Stage) -> String {
        let before = stage.before ?? "the file in force before"
        switch stage.work {
        case .rollout(_, .switch) where conditions.singleServer && stage.isFirstFile:
            return "not by the file before, which cannot read what was written since"
        case .rollout:
            return "roll out \(before) again: safe until a later file is on any API server"
        case .rewrite:
            return rewriter == .kenc
                ? "'kenc rotate --undo' with the undo log; not needed to go back one file"
                : "not needed: every file in force reads both"
        case .compaction, .backup:
            return "there is no way back, and none is needed"
        }
    }

    func commands(_ stage: PlanFiles.Stage) -> [String] {
        switch stage.work {
        case .rollout:
            return ["kenc fleet --config \(path(stage.name ?? "")) --wait 15m"]
        case .rewrite(let resources):
            let file = path(stage.inForce ?? "")
            guard rewriter == .storageVersionMigration else {
                let filter = resources.map { " --resource \($0.name)" }.joined()
                let word = Self.rotateWord(goal)
                return ["kenc rotate --config \(file)\(filter)\(word) --endpoints URL"]
            }
            return resources.map(Self.migration) + [
                "kenc scan --config \(file) --check --endpoints URL"
            ]
        case .compaction:
            return ["etcdctl compact REVISION", "etcdctl defrag --cluster"]
        case .backup:
            return ["kenc snapshot save after-rotation.db --endpoints URL"]
        }
    }

    /// What else a rotation to a goal has to be told: that plaintext is meant.
    static func rotateWord(_ goal: String) -> String {
        goal.hasPrefix("decrypt ") ? " --to-plaintext" : ""
    }

    /// Asks the API server itself to write a resource again.
    private static func migration(_ resource: ResourceSelector) -> String {
        let name = resource.name.split(separator: ".").joined(separator: "-")
        return "echo '{\"apiVersion\":\"storagemigration.k8s.io/v1beta1\","
            + "\"kind\":\"StorageVersionMigration\",\"metadata\":{\"name\":\"kenc-\(name)\"},"
            + "\"spec\":{\"resource\":{\"group\":\"\(resource.group)\","
            + "\"resource\":\"\(resource.resource)\"}}}' | kubectl create -f -"
    }
}
