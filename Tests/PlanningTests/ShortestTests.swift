import EncryptionConfig
import KubernetesModel
import TestSupport
import Testing

@testable import Planning

/// No plan has more rollouts than the shortest safe sequence that a search of all of them finds.
struct ShortestTests {
    /// A chain of a writer and readers over four classes, as bits, and what is stored.
    private struct State: Hashable {
        var writer: Int
        var readers: Int
        var data: Int
    }

    /// The fewest rollouts from one chain to another, by trying everything but bridges.
    ///
    /// A bridge is a file in between that writes neither what is written now nor what is to be
    /// written. It can save a rollout, for a second rewrite of everything and new values on a key, or
    /// in plaintext, that nobody asked for.
    private func fewest(_ start: State, _ writer: Int, _ readers: Int) -> Int? {
        var seen: Set<State> = []
        var layer: Set<State> = [start]
        for rollouts in 0...4 {
            // Rewrites cost nothing here.
            for state in layer {
                layer.insert(
                    State(writer: state.writer, readers: state.readers, data: 1 << state.writer)
                )
            }
            if layer.contains(where: { $0.writer == writer && $0.readers == readers }) {
                return rollouts
            }
            seen.formUnion(layer)
            var next: Set<State> = []
            for state in layer {
                for newReaders in 1..<16 where newReaders & state.data == state.data {
                    guard newReaders & (1 << state.writer) != 0 else { continue }
                    for newWriter in [start.writer, writer]
                    where newReaders & state.readers & (1 << newWriter) != 0 {
                        let data = state.data | 1 << state.writer | 1 << newWriter
                        next.insert(State(writer: newWriter, readers: newReaders, data: data))
                    }
                }
            }
            layer = next.subtracting(seen)
        }
        return nil
    }

    @Test func noPlanIsLongerThanTheShortest() throws {
        var compared = 0
        for mask in 1..<16 {
            for first in 0..<4 where mask & (1 << first) != 0 {
                for goalMask in 1..<16 {
                    for goalFirst in 0..<4 where goalMask & (1 << goalFirst) != 0 {
                        let (now, goal) = (file(first, mask), file(goalFirst, goalMask))
                        let planner = Planner(from: now, PlanConditions(year: 2026, month: 11))
                        let plan = try planner.plan(.to(goal))
                        let rollouts = plan.stages.count {
                            if case .rollout = $0.work { true } else { false }
                        }
                        let best = fewest(
                            State(writer: first, readers: mask, data: mask),
                            goalFirst,
                            goalMask
                        )
                        #expect(rollouts == best, "\(first) \(mask) \(goalFirst) \(goalMask)")
                        compared += 1
                    }
                }
            }
        }
        #expect(compared == 1024)
    }

    /// Several resources at once need no more rollouts than the one that needs most.
    @Test func severalResourcesTakeNoLongerThanOne() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            var files: [[(Int, Int)]] = [[], []]
            for side in 0..<2 {
                for _ in 0..<3 {
                    let mask = Int.random(in: 1..<16, using: &random)
                    let first =
                        (0..<4).filter { mask & (1 << $0) != 0 }
                        .randomElement(using: &random) ?? 0
                    files[side].append((first, mask))
                }
            }
            let contents = files.map { chains in
                EditableConfiguration(
                    entries: zip(["secrets", "pods", "*.apps"], chains).map { name, chain in
                        EditableConfiguration.Entry(
                            resources: [EditableConfiguration.Resource(name)],
                            providers: file(chain.0, chain.1).entries[0].providers
                        )
                    }
                )
            }
            let planner = Planner(from: contents[0], PlanConditions(year: 2026, month: 11))
            let plan = try planner.plan(.to(contents[1]))
            let rollouts = plan.stages.count {
                if case .rollout = $0.work { true } else { false }
            }
            let best = zip(files[0], files[1]).compactMap { old, new in
                fewest(State(writer: old.0, readers: old.1, data: old.1), new.0, new.1)
            }
            #expect(rollouts == best.max(), "\(files)")
        }
    }

    /// Class 3 is plaintext; the writer first, the others behind it.
    private func file(_ first: Int, _ mask: Int) -> EditableConfiguration {
        let classes = [first] + (0..<4).filter { $0 != first && mask & (1 << $0) != 0 }
        let providers = classes.map { number in
            number == 3 ? EditableConfiguration.Provider(.identity) : FileGenerator.key(number * 2)
        }
        return EditableConfiguration(
            entries: [
                EditableConfiguration.Entry(
                    resources: [EditableConfiguration.Resource("secrets")],
                    providers: providers
                )
            ]
        )
    }
}
