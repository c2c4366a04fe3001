import Synchronization
import WireFormats

/// One line on standard error that says how far long work is.
///
/// On a terminal it redraws itself and disappears at the end; as plain text it prints a line every
/// few seconds; it stays silent for work that ends within a second.
final class ProgressLine: Sendable {
    private struct State {
        var done = 0
        var nextAt: ContinuousClock.Instant
    }

    private static let current = Mutex<Bool>(false)

    private let verb: String
    private let unit: String
    private let expected: Int?
    private let mode: Mode
    private let startedAt = ContinuousClock.now
    private let state: Mutex<State>

    private enum Mode {
        case animated
        case plain
        case silent
    }

    init(_ verb: String, unit: String = "value", expected: Int?, wish: ProgressWish) {
        self.verb = verb
        self.unit = unit
        self.expected = expected
        mode =
            switch wish {
            case .none: .silent
            case .plain: .plain
            case .auto: StandardError.isTerminal ? .animated : .silent
            }
        state = Mutex(State(nextAt: startedAt + .seconds(1)))
    }

    /// Counts what was done, and draws when it is time.
    func add(_ count: Int) {
        guard mode != .silent else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            state.done = state.done.saturatingSum(count)
            guard now >= state.nextAt else { return }
            state.nextAt = now + (mode == .animated ? .milliseconds(100) : .seconds(5))
            draw(state.done, now)
        }
    }

    /// Takes the line away.
    func finish() {
        guard mode == .animated else { return }
        Self.clear()
    }

    /// Takes a drawn line away so that a message has the line for itself.
    static func clear() {
        current.withLock { isDrawn in
            if isDrawn { StandardError.write("\r\u{1b}[K") }
            isDrawn = false
        }
    }

    private func draw(_ done: Int, _ now: ContinuousClock.Instant) {
        let text = text(done, after: (now - startedAt) / .seconds(1))
        if mode == .plain {
            StandardError.write("kenc: \(text)\n")
        } else {
            Self.redraw(text)
        }
    }

    /// How far the work is when so much was done after so many seconds.
    func text(_ done: Int, after seconds: Double) -> String {
        let rate = Double(done) / seconds
        let text = "\(verb) \(Numbers.grouped(done))"
        // Keys may come while others are counted.
        guard let expected = expected.map({ max($0, done) }), expected > 0 else {
            return text + " \(unit)s, \(Self.whole(rate))/s"
        }
        let left = (Double(expected) - Double(done)) / max(rate, 1)
        return text + " of \(Numbers.grouped(expected)) \(unit)s, \(Self.whole(rate))/s, "
            + "\(Self.whole(left.rounded(.up))) s left"
    }

    /// Draws the one line of a terminal anew.
    static func redraw(_ text: String) {
        current.withLock { $0 = true }
        StandardError.write("\r\u{1b}[K\(text)")
    }

    /// A store may have told any number to expect.
    static func whole(_ number: Double) -> String {
        Numbers.grouped(Int(exactly: max(0, number).rounded(.down)) ?? .max)
    }
}
