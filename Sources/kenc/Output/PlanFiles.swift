import EncryptionConfig
import Planning

/// A plan's stages with the bytes of their files.
struct PlanFiles {
    struct Stage {
        let number: Int
        let work: Plan.Stage.Work
        /// The file's name in the folder.
        var name: String?
        var bytes: [UInt8] = []
        var hash: String?
        /// The file in force in this stage, and before it.
        var inForce: String?
        var before: String?
        /// Whether no file of the plan was in force before.
        var isFirstFile = false
    }

    private(set) var stages: [Stage] = []
    /// The file in force at the beginning, where a rewrite needs it in the folder, or nobody has it.
    private(set) var start: (name: String, bytes: [UInt8])?

    init(
        _ plan: Plan,
        source: ConfigurationSource,
        target: ConfigurationSource?,
        keepsStart: Bool = false
    ) throws(PlanRefusal) {
        var works = plan.stages.map(\.work)
        let hasRollout = works.contains { if case .rollout = $0 { true } else { false } }
        if let target, !hasRollout, target.bytes != source.bytes {
            works.insert(.rollout(target.contents, .same), at: 0)
        }
        let isJSON = source.bytes.first { $0 > 0x20 } == UInt8(ascii: "{")
        let ending = isJSON ? "json" : "yaml"
        let now = "0-now.\(ending)"
        if keepsStart { start = (now, source.bytes) }
        var inForce: String?
        for (index, work) in works.enumerated() {
            var stage = Stage(number: index + 1, work: work, before: inForce ?? start?.name)
            stage.isFirstFile = inForce == nil
            if case .rollout(let contents, let purpose) = work {
                let bytes = try Self.bytes(of: contents, source: source, target: target)
                let name = "\(index + 1)-\(purpose.rawValue).\(ending)"
                (stage.name, stage.bytes) = (name, bytes)
                stage.hash = ConfigurationValidator.hash(bytes)
                inForce = name
            }
            if case .rewrite = work, inForce == nil {
                start = (now, source.bytes)
                inForce = now
            }
            stage.inForce = inForce
            stages.append(stage)
        }
    }

    private static func bytes(
        of contents: EditableConfiguration,
        source: ConfigurationSource,
        target: ConfigurationSource?
    ) throws(PlanRefusal) -> [UInt8] {
        if let target, contents.isSame(as: target.contents) { return target.bytes }
        do throws(EditRefusal) {
            return try source.rewritten(as: contents)
        } catch {
            throw .notWritable(error)
        }
    }
}
