import KubernetesStorage
import Providers
import Rotation

/// Where a single value belongs, by its etcd key or by what the person says.
struct SingleValuePlace {
    let etcdKey: [UInt8]?
    /// The chain to take; nil for keys that are no API object.
    let resource: GroupResource?
    /// What the key stands for, where there is one.
    let classified: ClassifiedKey?

    init(etcdKey: [UInt8]?, options: StoreOptions) throws {
        self.etcdKey = etcdKey
        classified = etcdKey.map {
            EtcdKeyClassifier(prefix: EtcdPrefix(options.prefix)).classify($0.span)
        }
        guard options.resources.count <= 1 else {
            throw Failure.usage("one value has one resource, but --resource is given twice")
        }
        if options.namespace != nil {
            throw Failure.usage("--namespace is for a store; one value is named by --etcd-key")
        }
        if let text = options.resources.first {
            // The options were validated, so there is a resource in the text.
            resource = GroupResource(text: text)
            return
        }
        switch classified {
        case .object(let stored, _, _): resource = stored.groupResource
        case .system, .unknown: resource = nil
        case nil:
            throw Failure.usage(
                "which resource is the value of?",
                hint: "name it with --resource secrets, or its etcd key with --etcd-key"
            )
        }
    }

    var isSystem: Bool {
        if case .system = classified, resource == nil { return true }
        return false
    }
}

/// One value, opened or not.
struct SingleOpening {
    enum Outcome {
        case opened(ProviderKey, isStale: Bool?)
        case failed(OpenFailure, OpenExplanation?)
    }

    let place: SingleValuePlace
    let outcome: Outcome
    /// What the value opened to.
    let plaintext: [UInt8]?
    /// What speaks against the plaintext.
    let doubt: String?

    init(_ stored: [UInt8], _ place: SingleValuePlace, _ chains: ResourceChains) {
        self.place = place
        guard let resource = place.resource else {
            let isRefused = !place.isSystem && StoredHeader.isEncrypted(stored.span)
            outcome =
                isRefused ? .failed(.noChainForResource, nil) : .opened(.identity, isStale: nil)
            plaintext = isRefused ? nil : stored
            doubt = nil
            return
        }
        let chain = chains.chain(resource: resource.resource, group: resource.group)
        var plaintext: [UInt8]?
        var doubt: String?
        do throws(OpenFailure) {
            let key = place.etcdKey ?? []
            outcome = try TransformSession().open(
                stored.span,
                etcdKey: place.etcdKey == nil ? nil : key.span,
                with: chain
            ) { bytes, opened in
                plaintext = Array(copying: bytes)
                doubt = Self.doubt(bytes, opened, place)
                return .opened(
                    ProviderKey(
                        provider: opened.kind.rawValue,
                        keyName: chain?.keyName(of: opened)
                    ),
                    isStale: opened.isStale
                )
            }
        } catch {
            outcome = .failed(
                error,
                ProviderChain.explain(error, stored: stored.span, chain: chain)
            )
        }
        self.plaintext = plaintext
        self.doubt = doubt
    }

    private static func doubt(
        _ plaintext: Span<UInt8>,
        _ opened: OpenedBy,
        _ place: SingleValuePlace
    ) -> String? {
        guard let key = place.etcdKey, let classified = place.classified else { return nil }
        return Doubt(plaintext, key: key.span, place: classified, by: opened.kind)?.description
    }

    /// The object of `decrypt -o json`, on one line.
    func jsonLine() -> [UInt8] {
        var line = ValueLines()
        if let key = place.etcdKey { line.key(key.span) }
        if let resource = place.resource {
            line.resource(resource)
        } else {
            line.noResource(isSystem: place.isSystem)
        }
        switch outcome {
        case .opened(let by, let isStale):
            line.provider(by, isStale: isStale)
            if let doubt { line.warning(doubt) }
            let bytes = plaintext ?? []
            line.value(bytes.span)
        case .failed(let failure, let explanation):
            line.error(failure, explanation?.description ?? failure.description)
        }
        line.end()
        return line.bytes
    }
}
