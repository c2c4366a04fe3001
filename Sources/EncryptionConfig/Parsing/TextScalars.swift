internal import KeyMaterial

/// A text's Unicode scalars, with secrets among them: a byte each while all are ASCII, as nearly
/// every configuration is.
struct TextScalars {
    private var narrow: [UInt8] = []
    private var wide: [UInt32] = []
    private var isWide = false
    private let limit: Int

    /// Makes room for as many scalars as there can be: what never grows leaves no copies behind.
    init(upTo limit: Int) {
        self.limit = limit
        narrow.reserveCapacity(limit)
    }

    var count: Int { isWide ? wide.count : narrow.count }

    subscript(index: Int) -> UInt32 { isWide ? wide[index] : UInt32(narrow[index]) }

    mutating func append(_ scalar: UInt32) {
        if !isWide {
            if scalar < 0x80 {
                narrow.append(UInt8(truncatingIfNeeded: scalar))
                return
            }
            widen()
        }
        wide.append(scalar)
    }

    private mutating func widen() {
        wide.reserveCapacity(limit)
        for byte in narrow { wide.append(UInt32(byte)) }
        wipe(&narrow)
        narrow = []
        isWide = true
    }

    /// Overwrites all of it.
    mutating func wipeAll() {
        wipe(&narrow)
        wipe(&wide)
    }
}
