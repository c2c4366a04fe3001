public import KubernetesModel

/// A plan as its folder holds it: what each stage is about, and the hashes of its files.
public struct WrittenPlan: Sendable {
    /// What has to be done in a stage.
    public enum Work: Sendable, Hashable {
        /// Every API server gets the file with this name and hash.
        case rollout(file: String, hash: String)
        /// What is stale of these resources, empty for all, is written again under a file.
        case rewrite(file: String, resources: [GroupResource])
        /// Backups that the old keys open go.
        case backup
        /// History is compacted, and every member defragmented.
        case compaction

        /// Whether neither API servers nor values show that it was done.
        public var isUnseen: Bool {
            switch self {
            case .backup, .compaction: true
            case .rollout, .rewrite: false
            }
        }
    }

    /// The hash of the file that was in force when the plan was made.
    public let start: String
    /// In order; the first stage has number 1.
    public let stages: [Work]

    /// Takes what the folder says.
    public init(start: String, stages: [Work]) {
        self.start = start
        self.stages = stages
    }

    /// The files that servers may have, in order: the one at the beginning, then each rollout's.
    public var generations: [String] {
        [start]
            + stages.compactMap { work in
                if case .rollout(_, let hash) = work { hash } else { nil }
            }
    }

    /// The number of the generation that every server has when a stage begins; stages count from 1.
    func generation(before stage: Int) -> Int {
        stages.prefix(stage - 1).count { work in
            if case .rollout = work { true } else { false }
        }
    }

    /// The work of a stage; nil for the number behind the last.
    public func work(_ stage: Int) -> Work? {
        stages.indices.contains(stage - 1) ? stages[stage - 1] : nil
    }
}
