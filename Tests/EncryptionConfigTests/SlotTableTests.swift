import Testing

@testable import EncryptionConfig

@Suite struct SlotTableTests {
    @Test("numbers with one hash are told apart by comparing them")
    func collisions() {
        var table = SlotTable()
        for number in 0..<100 {
            #expect(table.find(7, orAdd: number) { $0 == number } == nil)
        }
        for number in 0..<100 {
            #expect(table.find(7, orAdd: 1000) { $0 == number } == number)
        }
        #expect(table.find(8) { _ in true } == nil)
        #expect(table.find(7) { _ in false } == nil)
    }

    @Test("what has another hash is never compared, since that reads both names again")
    func comparisons() {
        var table = SlotTable()
        var count = 0
        func compares(_ left: Int, _ right: Int) -> Bool {
            count += 1
            return left == right
        }
        // They all want the same few places.
        for number in 0..<2000 {
            #expect(table.find(number << 8, orAdd: number) { compares($0, number) } == nil)
        }
        #expect(count == 0)
        for number in 0..<2000 {
            #expect(table.find(number << 8) { compares($0, number) } == number)
        }
        #expect(count == 2000)
    }
}
