internal import EncryptionConfig
internal import EtcdModel
internal import KubernetesModel
internal import Providers

/// The counters of one resource while a batch is walked: arrays by position, since a store holds a
/// handful of origins and a million values.
struct DenseTally {
    /// What a value is on, in a form that costs nothing to compare.
    enum Origin: Hashable {
        /// Plaintext.
        case identity
        /// The provider and key of the resource's chain that opened it, as positions.
        case chain(provider: Int, key: Int)
        /// A header that was seen before, as its position in the table of headers.
        case header(Int)

        init(_ opened: OpenedBy) {
            self =
                opened.kind == .identity
                ? .identity : .chain(provider: opened.provider, key: opened.key)
        }
    }

    struct Share {
        let origin: Origin
        var volume = Volume()
        /// Some of the sources that were counted: most values are on one of them.
        var counted: [EnvelopeTally.SourceID] = []
    }

    struct Route {
        let origin: Origin
        var volume = RewriteVolume()
    }

    let resource: GroupResource
    let chain: ProviderChain?
    private(set) var values = 0
    private var current = 0
    private var stale = 0
    var unreadable = 0
    private var plaintext = 0
    private var shares: [Share] = []
    private var routes: [Route] = []
    private var sharePositions = PositionTable<Origin>()
    private var routePositions = PositionTable<Origin>()

    init(resource: GroupResource, chain: ProviderChain?) {
        self.resource = resource
        self.chain = chain
    }

    /// Counts a value that was not opened.
    mutating func count(_ origin: Origin, bytes: Int, isPlaintext: Bool) {
        values += 1
        if isPlaintext { plaintext += 1 }
        let (index, isNew) = sharePositions.position(of: origin)
        if isNew { shares.append(Share(origin: origin)) }
        shares[index].volume.values += 1
        shares[index].volume.bytes += bytes
    }

    /// Counts what a plugin's value says beside, after the value itself.
    mutating func count(
        _ origin: Origin,
        source: EnvelopeTally.SourceID?,
        at revision: Revision,
    ) {
        let (index, _) = sharePositions.position(of: origin)
        if shares[index].volume.envelopes == nil {
            shares[index].volume.envelopes = EnvelopeTally()
        }
        shares[index].volume.envelopes?.saw(revision)
        guard let source else {
            shares[index].volume.envelopes?.singles += 1
            return
        }
        guard !shares[index].counted.contains(source) else { return }
        shares[index].volume.envelopes?.sources.insert(source)
        if shares[index].counted.count == KnownMessages.limit {
            shares[index].counted.removeAll(keepingCapacity: true)
        }
        shares[index].counted.append(source)
    }

    /// Counts a value that was opened.
    mutating func count(
        _ judgement: Judgement,
        _ origin: Origin,
        bytes: Int,
        isPlaintext: Bool,
    ) {
        count(origin, bytes: bytes, isPlaintext: isPlaintext)
        guard judgement.opened.isStale else {
            current += 1
            return
        }
        stale += 1
        guard case .moves(let after) = judgement.fate else { return }
        let (index, isNew) = routePositions.position(of: origin)
        if isNew { routes.append(Route(origin: origin)) }
        routes[index].volume.values += 1
        routes[index].volume.bytesBefore += bytes
        routes[index].volume.bytesAfter += after
    }

    /// The counters by names; they start again at 0.
    mutating func take(headers: HeaderTable) -> ResourceTally {
        var tally = ResourceTally()
        tally.values = values
        tally.current = current
        tally.stale = stale
        tally.unreadable = unreadable
        tally.plaintext = plaintext
        for share in shares {
            // Two keys of one name are two origins and one name.
            tally.by[name(share.origin, headers), default: Volume()].add(share.volume)
        }
        for route in routes {
            guard let chain else { continue }
            let path = RewriteRoute(from: name(route.origin, headers), to: chain.writer)
            tally.rewrites[path, default: RewriteVolume()].add(route.volume)
        }
        (values, current, stale, unreadable, plaintext) = (0, 0, 0, 0, 0)
        shares.removeAll(keepingCapacity: true)
        routes.removeAll(keepingCapacity: true)
        sharePositions.removeAll()
        routePositions.removeAll()
        return tally
    }

    private func name(_ origin: Origin, _ headers: HeaderTable) -> ProviderKey {
        switch origin {
        case .identity: .identity
        case .chain(let provider, let key): chain?.key(provider: provider, key: key) ?? .identity
        case .header(let index): headers.names[index]
        }
    }
}

extension Array {
    /// Appends and gives the new element's position.
    mutating func appended(_ element: Element) -> Int {
        append(element)
        return count - 1
    }
}
