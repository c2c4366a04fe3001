import EncryptionConfig
import Fleet
import Rotation
import Synchronization

/// The gate of a rotation: every API server that etcd knows has to be on the file.
final class FleetWatch: RotationGate {
    private struct State {
        var verdict: FleetVerdict?
        /// Why the last question was none.
        var failure: String?
    }

    private let inquiry: FleetInquiry
    private let wanted: ContentHash
    private let file: String
    private let state = Mutex(State())

    /// Nil where nobody is to be asked.
    init?(
        _ servers: ServerOptions,
        _ loaded: LoadedConfiguration,
        roster: @escaping @Sendable () async throws -> FleetRoster?,
    ) throws {
        guard servers.isGiven else { return nil }
        guard let wanted = ContentHash(loaded.configuration.hash) else {
            throw Failure("the hash of \(ShownText.line(loaded.path)) cannot be computed")
        }
        self.wanted = wanted
        file = loaded.path
        inquiry = FleetInquiry(
            sources: try FleetSources.make(servers, texts: 1),
            files: [.init(name: loaded.path, hash: wanted)],
            roster: roster
        )
    }

    /// Asks once, before anything is written; ends the command unless all is proven.
    func admit() async throws -> FleetVerdict {
        let verdict = try await inquiry.check(wanted: wanted)
        guard !verdict.isProven else { return verdict }
        StandardError.write(
            FleetText(verdict: verdict, file: file, style: .standardError).render() + "\n"
        )
        let name = ShownText.line(file)
        throw Failure(
            "not every API server is proven to be on \(name): nothing was written",
            hint: "roll it out first; 'kenc fleet --config \(name)' with the same options and "
                + "--wait 2m says when",
            status: verdict.hasAnswer ? .found : .failed
        )
    }

    func ask() async -> GateAnswer {
        do {
            let verdict = try await inquiry.check(wanted: wanted)
            state.withLock { $0 = State(verdict: verdict) }
            return verdict.gateAnswer
        } catch {
            state.withLock { $0 = State(failure: Failure(wording: error).message) }
            return .unclear
        }
    }

    /// The verdict at the end: whoever is silent gets the time that a gate gives.
    func last(_ options: RotationJob.Options, _ stop: StopSignal) async -> FleetVerdict? {
        let end = ContinuousClock.now + options.gatePatience
        while await ask() == .unclear, ContinuousClock.now < end, !stop.isRequested {
            try? await Task.sleep(for: min(options.gateInterval, .seconds(3)))
        }
        return state.withLock { $0.verdict }
    }

    /// Why the last answer was not that all is well.
    var doubt: String {
        let state = state.withLock { $0 }
        if let failure = state.failure {
            return "etcd does not tell which API servers there are: \(failure)"
        }
        return state.verdict.map { FleetWords.doubt($0) } ?? "the API servers are silent"
    }
}

extension FleetVerdict {
    var gateAnswer: GateAnswer {
        if isProven { return .open }
        let isElsewhere = servers.contains {
            $0.isExpected && ($0.state == .other || $0.state == .noConfiguration)
        }
        return isElsewhere ? .closed : .unclear
    }
}
