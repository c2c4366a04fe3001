internal import KubernetesStorage
internal import Providers

/// Counts one value after the other under one configuration, or by headers alone without one.
///
/// Belongs to one worker. A value that can be read allocates nothing on its way: counters are dense
/// and become a ``Survey`` once per batch.
final class Surveyor {
    private let chains: ChainTable?
    private let treatment: StaleTreatment
    private let limit: RequestLimit?
    private let session = TransformSession()
    private let headers = HeaderTable()
    /// By the classifier's index.
    private var tallies: [DenseTally?] = []
    private var survey = Survey()
    private var messages: [FailureKind: String] = [:]

    init(chains: ResourceChains?, treatment: StaleTreatment, limit: RequestLimit? = nil) {
        self.limit = limit
        self.chains = chains.map(ChainTable.init)
        self.treatment = treatment
    }

    /// What was counted since the last call, of a part of the store that has this shape.
    func take(_ shape: StoreShape) -> Survey {
        for case let tally? in tallies where tally.values > 0 {
            survey.resources[tally.resource, default: ResourceTally()].add(
                tally.take(headers: headers)
            )
        }
        survey.shape = shape
        defer { survey = Survey() }
        return survey
    }

    func count(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
    ) throws(RewriteNotProven) {
        switch place {
        case .leftOut: return
        case .system: survey.system += 1
        case .unknown: countUnknown(key, stored)
        case .object(let resource, let namespace, let name):
            try countObject(
                key,
                stored,
                resource,
                .object(resource, namespace: namespace, name: name)
            )
        }
    }

    private func countUnknown(_ key: Span<UInt8>, _ stored: Span<UInt8>) {
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

    private func countObject(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ resource: StoredResource,
        _ place: ClassifiedKey,
    ) throws(RewriteNotProven) {
        let tally = tally(of: resource)
        tally.values += 1
        let isPlaintext = !StoredHeader.isEncrypted(stored)
        if isPlaintext { tally.plaintext += 1 }
        guard chains != nil else {
            tally.count(
                isPlaintext ? .identity : .header(headers.position(of: stored)),
                bytes: stored.count
            )
            return
        }
        let chain = tally.chain
        var notProven = false
        do throws(OpenFailure) {
            try session.open(stored, etcdKey: key, with: chain) { plaintext, opened in
                let origin: DenseTally.Origin =
                    opened.kind == .identity
                    ? .identity : .chain(provider: opened.provider, key: opened.key)
                tally.count(origin, bytes: stored.count)
                let doubt = Doubt(plaintext, key: key, place: place, by: opened.kind)
                if let doubt { reportDoubt(doubt, key) }
                guard opened.isStale, let chain else {
                    tally.current += 1
                    return
                }
                tally.stale += 1
                guard treatment == .proveRewrite, doubt?.leavesValueAlone != true else { return }
                guard let sealedCount = prove(plaintext, key, chain) else {
                    notProven = true
                    return
                }
                guard limit?.admits(keyBytes: key.count, valueBytes: sealedCount) != false else {
                    reportOversize(key, sealedCount)
                    return
                }
                tally.countRewrite(origin, before: stored.count, after: sealedCount)
            }
        } catch {
            tally.unreadable += 1
            tally.count(
                isPlaintext ? .identity : .header(headers.position(of: stored)),
                bytes: stored.count
            )
            let report = ValueReport(
                key: Array(copying: key),
                code: error.code,
                message: message(error, stored, chain, resource),
            )
            survey.unreadableValues.append(report)
        }
        if notProven { throw RewriteNotProven(key: Array(copying: key)) }
    }

    private func tally(of resource: StoredResource) -> DenseTally {
        while tallies.count <= resource.index { tallies.append(nil) }
        if let known = tallies[resource.index] { return known }
        let tally = DenseTally(
            resource: resource.groupResource,
            chain: chains?.chain(of: resource)
        )
        tallies[resource.index] = tally
        return tally
    }

    private func reportOversize(_ key: Span<UInt8>, _ count: Int) {
        let report = ValueReport(
            key: Array(copying: key),
            code: "tooLarge",
            message: "grows to \(count) bytes, which does not fit into one request",
        )
        survey.oversizedValues.append(report)
    }

    private func reportDoubt(_ doubt: Doubt, _ key: Span<UInt8>) {
        let report = ValueReport(
            key: Array(copying: key),
            code: "identityMismatch",
            message: doubt.mismatch.description,
        )
        survey.suspectValues.append(report)
    }

    /// The explanation of a failure, made once for all values of one resource that share a header.
    private func message(
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
        let made = ProviderChain.explain(failure, stored: stored, chain: chain).description
        messages[kind] = made
        return made
    }

    private struct FailureKind: Hashable {
        let failure: OpenFailure
        let header: Int
        let resource: Int
    }

    /// Seals as the rotation would, and opens the new bytes again; the new count, nil on failure.
    private func prove(
        _ plaintext: Span<UInt8>,
        _ key: Span<UInt8>,
        _ chain: ProviderChain,
    ) -> Int? {
        try? session.seal(plaintext, etcdKey: key, with: chain) { sealed in
            let isProven = try? session.verify(
                sealed,
                opensTo: plaintext,
                etcdKey: key,
                with: chain
            )
            return isProven == true ? sealed.count : nil
        }
    }
}
