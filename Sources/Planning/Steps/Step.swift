public import EncryptionConfig
public import KubernetesModel
internal import Providers

/// The step from one configuration to the next, which several API servers take one after another.
///
/// During the step some servers have the old file and some the new one, and all read what any of
/// them wrote; after it, everything stored has to be readable by the new file. Decided for each kind
/// of resource by sealing and opening with the chains themselves.
public struct Step: Sendable {
    /// Every kind of resource that the files tell apart, exact names first.
    public let resources: [ResourceStep]

    /// Judges a step between two valid configurations.
    ///
    /// - Parameters:
    ///   - old: The file in force.
    ///   - new: The file to come.
    ///   - further: Resources that neither file needs to name.
    public init(
        from old: ValidatedConfiguration,
        to new: ValidatedConfiguration,
        and further: [ResourceSelector] = [],
    ) {
        let judge = StepJudge()
        resources = StepScope.all(of: [old, new], and: further).map { scope in
            judge.judge(scope, old.chain(of: scope), new.chain(of: scope))
        }
    }

    /// Whether every resource takes the step safely, with any number of servers.
    public var isSafe: Bool { resources.allSatisfy(\.isSafe) }
}

/// Judges one kind of resource after the other.
struct StepJudge {
    private let trial = ChainTrial()

    func judge(
        _ scope: StepScope,
        _ old: ChainDefinition?,
        _ new: ChainDefinition?
    ) -> ResourceStep {
        let oldChain = old.map { ProviderChain($0) }
        let newChain = new.map { ProviderChain($0) }
        let oldPlaces = ReaderPlace.all(of: old)
        let newPlaces = ReaderPlace.all(of: new)
        let newWriter = newPlaces[0]
        let readers = oldPlaces.compactMap { place -> ResourceStep.Reader? in
            // A key that another of its name stands in front of may open nothing at all.
            guard trial.outcome(of: place, under: oldChain).reads else { return nil }
            let outcome = trial.outcome(of: place, under: newChain)
            return ResourceStep.Reader(
                valueClass: place.valueClass,
                providerIndex: place.provider,
                keyIndex: place.key,
                newReads: outcome.reads,
                staleUnderNew: outcome.isStale
            )
        }
        let fromOld = trial.outcome(of: oldPlaces[0], under: newChain)
        let backwards = trial.outcome(of: newWriter, under: oldChain)
        var changes = StepChanges(old: old, new: new, oldPlaces: oldPlaces, newPlaces: newPlaces)
        changes.find(oldReadsNewWrites: backwards.reads, readers: readers)
        return ResourceStep(
            scope: scope,
            oldWriter: oldPlaces[0].valueClass,
            newWriter: newWriter.valueClass,
            newReadsOldWrites: fromOld.reads,
            oldReadsNewWrites: backwards.reads,
            staleUnderNew: fromOld.isStale,
            readers: readers,
            changes: changes.found
        )
    }
}
