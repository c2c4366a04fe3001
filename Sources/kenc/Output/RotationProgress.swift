import Rotation

/// How far a rotation is: values that are rewritten, then the wait for the last survey.
struct RotationProgress {
    private let line: ProgressLine
    private var waiting: WaitingLine
    private var written = 0

    init(expected: Int, wish: ProgressWish) {
        line = ProgressLine("rewrote", expected: expected, wish: wish)
        waiting = WaitingLine(wish: wish)
    }

    mutating func show(_ news: RotationNews) {
        switch news {
        case .wrote(let now):
            line.add(now.rewritten - written)
            written = now.rewritten
        case .settling(let left):
            waiting.show("settling before the last survey", left: left)
        case .surveyed: break
        }
    }

    func finish() { line.finish() }
}
