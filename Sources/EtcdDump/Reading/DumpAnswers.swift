internal import EtcdModel

/// What the answers in a dump say of themselves, one after the other.
///
/// etcd says with every answer at which revision it stood (`header.revision`; what was read with
/// `--rev` is older), how many keys the range holds (`count`) and whether a limit cut the answer
/// (`more`). An answer is whole when it holds as many entries as it counts. One that was cut is made
/// whole by the answer behind it when that one counts exactly the keys that were left, as the next
/// page of the same range does. Answers of other ranges may follow a whole one. Where a filter such
/// as `--min-mod-rev` was at work, `count` is larger than the number of entries, too. An answer of
/// which no entry has a value was taken with `--keys-only`.
struct DumpAnswers {
    /// An object of the dump.
    struct Answer {
        var revision: Int64?
        var count: Int64?
        var more = false
        var entries: Int64 = 0
        var hasValues = false
        /// The newest revision at which one of its keys was written.
        var newest: Int64 = 0
    }

    /// The object that is being read.
    var current = Answer()
    private(set) var entryCount = 0
    private var areValuesMissing = false
    private var revisions: ClosedRange<Int64>?
    private var isRevisionMissing = false
    // Plain numbers, since the scanner keeps a copy of all this at every step.
    private var keysMissing: Int64 = 0
    private var isUnknownCountMissing = false
    private var isCountMissing = false
    /// The keys that the last answer left to the next one.
    private var rest: Int64?

    /// Counts an entry of the current answer.
    mutating func add(hasValue: Bool, modRevision: Int64) {
        current.entries += 1
        entryCount += 1
        if hasValue { current.hasValues = true }
        current.newest = max(current.newest, modRevision)
    }

    mutating func endAnswer() {
        defer { current = Answer() }
        if current.entries > 0, !current.hasValues { areValuesMissing = true }
        if let revision = current.revision {
            // Keys that are newer than the answer that holds them are not of this answer.
            let newest = max(revision, current.newest)
            let known = revisions ?? revision...newest
            revisions = min(known.lowerBound, revision)...max(known.upperBound, newest)
        } else {
            isRevisionMissing = true
        }
        // etcd leaves out what is 0.
        let isEmpty = current.entries == 0 && current.revision != nil
        let count = current.count ?? (isEmpty ? 0 : nil)
        if let expected = rest {
            if count != expected { isUnknownCountMissing = true }
            rest = nil
        }
        guard let count, count >= current.entries else {
            if current.more { isUnknownCountMissing = true } else { isCountMissing = true }
            return
        }
        let left = count - current.entries
        if current.more {
            // One that says so and counts none would be no answer of etcd's.
            rest = max(1, left)
        } else if left > 0 {
            keysMissing += min(left, .max - keysMissing)
        }
    }

    func sighting(isAtEnd: Bool) -> StoreSighting {
        var gaps: Set<StoreSighting.Gap> = []
        if !isAtEnd { gaps.insert(.unfinished) }
        let left = rest ?? 0
        let missing = keysMissing + min(left, .max - keysMissing)
        if isUnknownCountMissing {
            gaps.insert(.keysMissing(nil))
        } else if missing > 0 {
            gaps.insert(.keysMissing(missing))
        }
        if isCountMissing { gaps.insert(.countMissing) }
        if areValuesMissing { gaps.insert(.valuesMissing) }
        let known = isRevisionMissing ? nil : revisions
        return StoreSighting(
            .dump,
            moment: known.map { range in
                range.lowerBound == range.upperBound
                    ? .revision(Revision(range.lowerBound))
                    : .several(Revision(range.lowerBound)...Revision(range.upperBound))
            } ?? .unknown,
            newestRevision: revisions.map { Revision($0.upperBound) },
            gaps: gaps
        )
    }
}
