#if Etcd

internal import EtcdModel
internal import WireFormats

/// Holds a page to what was asked for and to what etcd promises: keys that rise, inside the range,
/// as many as it says, written no later than the answer.
///
/// A page that passes brings the walk forward, so a walk ends, and it ends with as many keys as were
/// counted. Costs a comparison a key and no memory.
struct PageCheck {
    /// The call.
    let request: Etcdserverpb_RangeRequest
    /// How many keys there are from the first on, where an earlier page at the same revision said so.
    var expected: Int64?

    /// Nil when all is as it must be.
    func contradiction(in page: EtcdPage) -> String? {
        counts(page) ?? keys(page)
    }

    private func counts(_ page: EtcdPage) -> String? {
        let (sent, counted) = (Int64(page.count), page.remaining)
        if request.countOnly {
            if sent > 0 { return "sends keys where their number was asked for" }
            return counted < 0 ? "counts \(counted) keys" : nil
        }
        if request.limit > 0, sent > request.limit {
            return "sends \(sent) keys where \(request.limit) were asked for"
        }
        if page.more, sent == 0 {
            return "counts \(counted) keys and says that more are to come, but sends none"
        }
        guard page.more ? counted > sent : counted == sent else {
            return "counts \(counted) keys, sends \(sent), and says that "
                + (page.more ? "more are to come" : "these are all")
        }
        if let expected, counted != expected {
            return "counts \(counted) keys where \(expected) were left at the same revision"
        }
        guard request.revision <= page.headerRevision.rawValue else {
            return "answers at revision \(page.headerRevision) where \(request.revision) was asked "
                + "for"
        }
        return nil
    }

    private func keys(_ page: EtcdPage) -> String? {
        let newest = request.revision > 0 ? Revision(request.revision) : page.headerRevision
        let fault = page.firstFault(
            in: KeyRange(start: Array(request.key), end: Array(request.rangeEnd)),
            newest: request.keysOnly ? nil : newest
        )
        guard let fault else { return nil }
        let key = EtcdClient.name(page.key(fault.index))
        switch fault.kind {
        case .outside: return "sends \(key), which was not asked for"
        case .order: return "sends \(key) after \(EtcdClient.name(page.key(fault.index - 1)))"
        case .facts:
            let facts = page.facts(fault.index)
            return "says that \(key) was made at revision \(facts.createRevision) and written at "
                + "\(facts.modRevision), for the \(facts.version). time, in an answer of revision "
                + "\(newest)"
        }
    }
}

/// A key that no honest page holds.
struct PageFault {
    enum Kind {
        /// Not in the range.
        case outside
        /// Not behind the key before.
        case order
        /// With revisions that cannot be.
        case facts
    }

    let index: Int
    let kind: Kind
}

#endif
