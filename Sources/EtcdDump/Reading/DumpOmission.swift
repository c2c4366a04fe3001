/// A value that was taken out of a dump's text, but for a zero in its place.
struct DumpOmission {
    /// Where the zero stands.
    let offset: Int
    /// How many bytes less there are.
    let bytes: Int
    /// How many line feeds less.
    let lines: Int
}

extension [DumpOmission] {
    func bytes(before offset: Int) -> Int {
        reduce(0) { $0 + ($1.offset < offset ? $1.bytes : 0) }
    }

    func lines(before offset: Int) -> Int {
        reduce(0) { $0 + ($1.offset < offset ? $1.lines : 0) }
    }
}
