/// A stretch of the file that other bytes take the place of.
struct Splice {
    var range: Range<Int>
    var text: [UInt8]

    /// A stretch of `bytes` with all splices that lie in it, which do not overlap.
    static func applied(_ splices: [Splice], to bytes: [UInt8], in range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        var offset = range.lowerBound
        // What is put in at a place stands before what was there.
        let sorted = splices.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.isEmpty ? 0 : 1, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.isEmpty ? 0 : 1, $1.offset)
        }
        for (_, splice) in sorted {
            result += bytes[offset..<max(offset, splice.range.lowerBound)]
            result += splice.text
            offset = max(offset, splice.range.upperBound)
        }
        return result + bytes[offset..<max(offset, range.upperBound)]
    }
}

extension [Splice] {
    /// Adds those that do not touch a stretch that is replaced already.
    mutating func add(whereFree others: [Splice]) {
        let taken = filter { !$0.range.isEmpty }
        self += others.filter { other in !taken.contains { $0.range.overlaps(other.range) } }
    }
}
