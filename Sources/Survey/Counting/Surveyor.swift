internal import EncryptionConfig
internal import EtcdModel
internal import KubernetesModel
internal import Providers

/// Counts one value after the other under one configuration, or by headers alone without one.
///
/// Belongs to one worker. A value that can be read allocates nothing on its way: counters are dense
/// and become a ``Survey`` once per batch. A structure, so that counting asks nobody whether the
/// counters are free.
struct Surveyor {
    private let chains: ChainTable?
    private let judge = Judge()
    private let treatment: StaleTreatment
    /// The largest request that the store takes, where a rewrite is to fit.
    private let limit: RequestLimit?
    private let headers = HeaderTable()
    private let sources = SourceTable()
    /// What the values count under whose messages are known, by their numbers.
    private var knownWrappings: [Wrapping] = []
    private var known = KnownMessages()
    private var tallies: [DenseTally] = []
    /// By the classifier's index, where a resource's tally stands; -1 before its first value.
    private var positions: [Int] = []
    /// Which of them counted something since they were taken last.
    private var touched: [Int] = []
    private var survey = Survey()
    private var messages: [FailureKind: String] = [:]

    init(chains: ResourceChains?, treatment: StaleTreatment, limit: RequestLimit? = nil) {
        self.chains = chains.map(ChainTable.init)
        self.treatment = treatment
        self.limit = limit
    }

    /// What was counted since the last call, of a part of the store that has this shape.
    mutating func take(_ shape: StoreShape) -> Survey {
        for index in touched {
            survey.add(tallies[index].take(headers: headers), of: tallies[index].resource)
        }
        touched.removeAll(keepingCapacity: true)
        if headers.forgetIfLarge() {
            messages = [:]
            known.forget()
            knownWrappings = []
        }
        survey.shape = shape
        defer { survey = Survey() }
        return survey
    }

    mutating func count(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
        at revision: Revision,
    ) throws(RewriteNotProven) {
        switch place {
        case .leftOut: return
        case .system: survey.system += 1
        case .unknown: countUnknown(key, stored)
        case .object(let resource, let namespace, let name):
            let wrapping = wrapping(of: stored)
            let header = wrapping?.header
            let place = ClassifiedKey.object(resource, namespace: namespace, name: name)
            try countObject(key, stored, resource, place, header: header)
            guard let wrapping else { return }
            tallies[tallyIndex(of: resource)].count(
                .header(wrapping.header),
                source: wrapping.source,
                at: revision
            )
        }
    }

    /// What a plugin's value counts under.
    private struct Wrapping {
        let header: Int
        let source: EnvelopeTally.SourceID?
    }

    /// nil for a value that is no plugin's.
    private mutating func wrapping(of stored: Span<UInt8>) -> Wrapping? {
        guard PluginKeyring.isWrapped(stored) else { return nil }
        if let (number, _) = known.find(stored) { return knownWrappings[number] }
        let made = Wrapping(
            header: headers.position(of: stored),
            source: sources.source(of: stored)
        )
        if let envelope = Envelope(stored), let number = known.note(stored, envelope) {
            if number == knownWrappings.count {
                knownWrappings.append(made)
            } else {
                knownWrappings[number] = made
            }
        }
        return made
    }

    private mutating func countUnknown(_ key: Span<UInt8>, _ stored: Span<UInt8>) {
        survey.unknown += 1
        guard StoredHeader.isEncrypted(stored) else { return }
        survey.unknownEncrypted += 1
        guard chains != nil else { return }
        survey.unreadableValues.append(
            ValueReport(
                key: Array(copying: key),
                code: OpenFailure.noChainForResource.code,
                message: "encrypted, and its etcd key is of no known resource",
            )
        )
    }

    private mutating func countObject(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ resource: StoredResource,
        _ place: ClassifiedKey,
        header: Int?,
    ) throws(RewriteNotProven) {
        let index = tallyIndex(of: resource)
        let isPlaintext = !StoredHeader.isEncrypted(stored)
        guard chains != nil else {
            let origin = originByHeader(stored, header, isPlaintext: isPlaintext)
            tallies[index].count(origin, bytes: stored.count, isPlaintext: isPlaintext)
            return
        }
        let chain = tallies[index].chain
        let judgement: Judgement
        do throws(OpenFailure) {
            judgement = try judge.judge(
                stored,
                etcdKey: key,
                place: place,
                with: chain,
                stale: treatment,
                largest: limit?.largestValue(keyBytes: key.count)
            ) { judgement, _ in judgement }
        } catch {
            let origin = originByHeader(stored, header, isPlaintext: isPlaintext)
            tallies[index].count(origin, bytes: stored.count, isPlaintext: isPlaintext)
            tallies[index].unreadable += 1
            let report = ValueReport(
                key: Array(copying: key),
                code: error.code,
                message: message(error, stored, chain, resource),
            )
            survey.unreadableValues.append(report)
            return
        }
        // Which KEK of a plugin it was says the value.
        let origin =
            judgement.opened.kind == .kms
            ? originByHeader(stored, header, isPlaintext: false)
            : DenseTally.Origin(judgement.opened)
        tallies[index].count(judgement, origin, bytes: stored.count, isPlaintext: isPlaintext)
        if let doubt = judgement.doubt { reportDoubt(doubt, key) }
        switch judgement.fate {
        case .stays, .moves, .waitsForPlugin: break
        case .tooLarge(let count): reportOversize(key, count)
        case .notProven: throw RewriteNotProven(key: Array(copying: key))
        }
    }

    /// What a value is on as its header says it.
    private func originByHeader(
        _ stored: Span<UInt8>,
        _ known: Int?,
        isPlaintext: Bool,
    ) -> DenseTally.Origin {
        isPlaintext ? .identity : .header(known ?? headers.position(of: stored))
    }

    private mutating func tallyIndex(of resource: StoredResource) -> Int {
        while positions.count <= resource.index { positions.append(-1) }
        var index = positions[resource.index]
        if index < 0 {
            index = tallies.count
            positions[resource.index] = index
            tallies.append(
                DenseTally(
                    resource: resource.groupResource,
                    chain: chains?.chain(of: resource)
                )
            )
        }
        if tallies[index].values == 0 { touched.append(index) }
        return index
    }

    private mutating func reportOversize(_ key: Span<UInt8>, _ count: Int) {
        let report = ValueReport(
            key: Array(copying: key),
            code: "tooLarge",
            message: "grows to \(count) bytes, which does not fit into one request",
        )
        survey.oversizedValues.append(report)
    }

    private mutating func reportDoubt(_ doubt: Doubt, _ key: Span<UInt8>) {
        let report = ValueReport(
            key: Array(copying: key),
            code: "identityMismatch",
            message: doubt.mismatch.description,
        )
        survey.suspectValues.append(report)
    }

    /// The explanation of a failure, made once for all values of one resource that share a header.
    private mutating func message(
        _ failure: OpenFailure,
        _ stored: Span<UInt8>,
        _ chain: ProviderChain?,
        _ resource: StoredResource,
    ) -> String {
        let kind = FailureKind(
            failure: failure,
            header: headers.position(of: stored),
            resource: resource.index
        )
        if let known = messages[kind] { return known }
        let made = ProviderChain.explain(
            failure,
            stored: stored,
            chain: chain,
            cause: judge.libraryError
        ).description
        messages[kind] = made
        return made
    }

    private struct FailureKind: Hashable {
        let failure: OpenFailure
        let header: Int
        let resource: Int
    }
}
