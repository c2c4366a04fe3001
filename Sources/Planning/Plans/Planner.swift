public import EncryptionConfig
internal import KubernetesModel

/// Finds the shortest safe sequence of files and rewrites from a configuration to a goal.
///
/// Three files are enough for any set of changes: one that teaches every server what will be written,
/// one that writes it, and, once everything is rewritten, the goal itself. Each is left out where the
/// files or the data do not need it.
public struct Planner: Sendable {
    let now: EditableConfiguration
    let conditions: PlanConditions

    /// Plans from the contents of the file in force.
    public init(from now: EditableConfiguration, _ conditions: PlanConditions) {
        self.now = now
        self.conditions = conditions
    }

    /// The plan.
    ///
    /// - Throws: ``PlanRefusal`` where there is no safe way.
    public func plan(_ goal: PlanGoal) throws(PlanRefusal) -> Plan {
        if case .keyInsidePlugin(let name) = goal { return try planInsidePlugin(name) }
        let target = try PlanTarget(goal, from: now, conditions)
        let route = try Route(from: now, to: target, conditions)
        return Plan(stages: route.stages + afterLeak, scopes: route.scopes)
    }

    /// What a leaked key asks for in the end.
    private var afterLeak: [Plan.Stage] {
        conditions.leaked ? [Plan.Stage(work: .compaction), Plan.Stage(work: .backup)] : []
    }

    /// The files stay as they are: only values that the old key sealed are written again.
    private func planInsidePlugin(_ name: KeyName) throws(PlanRefusal) -> Plan {
        let scopes = StepScope.all(of: [now], and: [])
        let written = scopes.filter { scope in
            guard case .plugin(_, let plugin) = now.writer(of: scope) else { return false }
            return plugin == name
        }
        guard !written.isEmpty else { throw .unknownPlugin(name) }
        let rewrite = Plan.Stage(work: .rewrite(written.concrete))
        return Plan(stages: [rewrite] + afterLeak, scopes: scopes)
    }
}

extension [StepScope] {
    /// The resources by name; empty, for all, as soon as one of them stands for others.
    var concrete: [ResourceSelector] {
        allSatisfy(\.isExact) ? map(\.selector) : []
    }
}
