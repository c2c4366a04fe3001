public import EncryptionConfig
public import KubernetesModel

/// The stages from the configuration in force to a goal, in order.
public struct Plan: Sendable {
    /// One stage.
    public struct Stage: Sendable {
        /// What has to be done before the next one.
        public enum Work: Sendable {
            /// Every API server gets this file.
            case rollout(EditableConfiguration, Purpose)
            /// Every stale value of these resources is written again under the file in force; empty
            /// for all.
            case rewrite([ResourceSelector])
            /// Backups that the old keys open are destroyed or made anew.
            case backup
            /// History is compacted, and every member defragmented.
            case compaction
        }

        /// What a file is for.
        public enum Purpose: String, Sendable {
            /// Every server can read what will be written.
            case teach
            /// Servers begin to write it.
            case `switch`
            /// The same, written otherwise.
            case same
            /// Readers that nothing needs any more go.
            case forget
        }

        /// What there is to do.
        public let work: Work
    }

    /// In order.
    public let stages: [Stage]
    /// What every stage's conclusions rest on: the kinds of resource that the files tell apart.
    public let scopes: [StepScope]
}
