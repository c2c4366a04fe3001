/// Says how long a wait goes on: a line that counts down on a terminal, else a note when it begins.
struct WaitingLine {
    private let wish: ProgressWish
    private var shown: Int64?

    init(wish: ProgressWish) {
        self.wish = wish
    }

    /// Shows what is left, in whole seconds.
    mutating func show(_ what: String, left: Duration) {
        let seconds = left.components.seconds + 1
        defer { shown = seconds }
        switch wish {
        case .none: return
        case .plain:
            guard (shown ?? .max) / 5 != seconds / 5 else { return }
            StandardError.write("kenc: \(what): \(seconds) s left\n")
        case .auto where StandardError.isTerminal:
            guard shown != seconds else { return }
            ProgressLine.redraw("\(what): \(seconds) s left")
        case .auto:
            guard shown == nil else { return }
            StandardError.note("\(what): \(seconds) s")
        }
    }
}
