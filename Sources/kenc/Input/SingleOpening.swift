import EtcdModel
import KubernetesModel
import Providers

/// One value, opened or not.
struct SingleOpening {
    enum Outcome {
        case opened([UInt8], OpenedValue)
        case closed(ClosedValue)
    }

    let place: SingleValuePlace
    let outcome: Outcome
    /// Whether the value is one without the line feed that etcdctl adds.
    let isLineFeedAdded: Bool

    init(_ value: SingleValue, _ place: SingleValuePlace, _ chains: ResourceChains) async {
        self.place = place
        await chains.unwrapKeys(of: [value.bytes, value.withoutLineFeed ?? []])
        let whole = Self.open(value.bytes, place, chains)
        // What opens to an object without its last byte was none with it.
        if case .closed = whole, let rest = value.withoutLineFeed,
            case .opened(let plaintext, let how) = Self.open(rest, place, chains),
            StoredFormat.looksStored(plaintext.span)
        {
            (outcome, isLineFeedAdded) = (.opened(plaintext, how), true)
        } else {
            (outcome, isLineFeedAdded) = (whole, false)
        }
    }

    private static func open(
        _ stored: [UInt8],
        _ place: SingleValuePlace,
        _ chains: ResourceChains,
    ) -> Outcome {
        let key = place.etcdKey ?? []
        do throws(ClosedValue) {
            return try ValueOpener(chains).open(
                stored.span,
                etcdKey: place.etcdKey == nil ? nil : key.span,
                place.route(chains),
                place.classified
            ) { plaintext, opened in
                .opened(Array(copying: plaintext), opened)
            }
        } catch {
            return .closed(error)
        }
    }

    /// The same for the audit log.
    func audited(revision: Int64?) -> AuditedObject {
        let outcome: AuditedObject.Outcome =
            switch outcome {
            case .opened(_, let how): .opened(how.by, isDoubtful: how.doubt != nil)
            case .closed(let closed): .refused(closed.message)
            }
        var address = AuditAddress(
            resource: place.resource,
            revision: revision,
            etcdKey: place.etcdKey
        )
        // The resource may be another than that of the key, where somebody says so.
        if let key = place.etcdKey,
            case .object(let resource, let namespace, let name) = place.classified,
            resource.groupResource == place.resource
        {
            address.namespace = namespace.map { AuditedObject.text(key.span, $0) }
            address.name = AuditedObject.text(key.span, name)
        }
        return AuditedObject(address, outcome)
    }

    /// The object of `decrypt -o json`, on one line.
    func jsonLine() -> [UInt8] {
        var line = JSONLines()
        line.beginValue(place)
        switch outcome {
        case .opened(let plaintext, let opened):
            line.endValue(plaintext.span, opened)
        case .closed(let closed): line.endValue(closed)
        }
        return line.bytes
    }
}

extension JSONLines {
    mutating func beginValue(_ place: SingleValuePlace) {
        let key = place.etcdKey ?? []
        beginValue(
            place.etcdKey == nil ? nil : key.span,
            resource: place.resource,
            isSystem: place.isSystem
        )
    }
}
