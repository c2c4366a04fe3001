import Synchronization

/// How much of a download is there, on a line that redraws itself.
final class ByteProgress: Sendable {
    private let line: ProgressLine
    private let shown = Mutex<Int64>(0)

    init(wish: ProgressWish) {
        line = ProgressLine("saved", unit: "byte", expected: nil, wish: wish)
    }

    func show(_ written: Int64, of _: Int64) {
        let new = shown.withLock { shown in
            defer { shown = written }
            return written - shown
        }
        line.add(Int(new))
    }

    func finish() { line.finish() }
}
