import Testing

@testable import kenc

struct ProgressTests {
    @Test("more than was expected is no more than all", arguments: [57_693, 57_694, 60_000])
    func moreThanExpected(done: Int) {
        let line = ProgressLine("read", expected: 57_693, wish: .none)
        let text = line.text(done, after: 10)
        let whole = done == 57_693 ? "57,693" : done == 57_694 ? "57,694" : "60,000"
        #expect(text.hasPrefix("read \(whole) of \(whole) values, "))
        #expect(text.hasSuffix("/s, 0 s left"))
    }
}
