import EncryptionConfig
import KubernetesModel
import Providers
import Rotation
import Survey

/// Opens stored values, and explains where that fails.
///
/// One for each worker.
final class ValueOpener {
    /// Where a value goes to be opened.
    enum Route {
        /// Nowhere: the API server never transforms it.
        case asItIs
        /// Nowhere: its etcd key is of no known resource.
        case unknown
        /// Through the chain of its resource, if there is one.
        case chain(ProviderChain?)
    }

    /// Without a configuration only plaintext can be read.
    private let chains: ChainTable?
    private let judge = Judge()

    init(_ chains: ResourceChains?) {
        self.chains = chains.map(ChainTable.init)
    }

    /// Lends the plaintext of an entry of a store.
    func open<Result>(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>,
        _ place: EntrySorter.Place,
        _ body: (_ plaintext: Span<UInt8>, _ opened: OpenedValue) -> Result,
    ) throws(ClosedValue) -> Result {
        switch place {
        case .leftOut, .system: try open(stored, etcdKey: etcdKey, .asItIs, nil, body)
        case .unknown: try open(stored, etcdKey: etcdKey, .unknown, nil, body)
        case .object(let resource, let namespace, let name):
            try open(
                stored,
                etcdKey: etcdKey,
                .chain(chains?.chain(of: resource)),
                .object(resource, namespace: namespace, name: name),
                body
            )
        }
    }

    /// Lends the plaintext of a value that takes `route`; `place` is what its etcd key stands for,
    /// which tells a plaintext that does not fit.
    func open<Result>(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        _ route: Route,
        _ place: ClassifiedKey?,
        _ body: (_ plaintext: Span<UInt8>, _ opened: OpenedValue) -> Result,
    ) throws(ClosedValue) -> Result {
        switch route {
        case .asItIs: return body(stored, .untouched)
        case .unknown:
            guard !StoredHeader.isEncrypted(stored) else { throw .ofNoResource }
            return body(stored, .untouched)
        case .chain(let chain):
            do throws(OpenFailure) {
                return try judge.open(stored, etcdKey: etcdKey, place: place, with: chain) {
                    plaintext,
                    opened,
                    doubt in
                    let by =
                        opened.kind == .kms
                        ? ProviderKey(valueOf: stored) : chain?.key(of: opened)
                    return body(plaintext, OpenedValue(opened, by, doubt))
                }
            } catch {
                let explanation = ProviderChain.explain(
                    error,
                    stored: stored,
                    chain: chain,
                    cause: judge.libraryError
                )
                throw ClosedValue(explanation, isConfigured: chains != nil)
            }
        }
    }
}

/// How a value was opened.
struct OpenedValue {
    let by: ProviderKey
    /// Nil for what the API server never transforms.
    let isStale: Bool?
    /// What speaks against the plaintext.
    let doubt: Doubt?

    static let untouched = OpenedValue()

    private init() {
        (by, isStale, doubt) = (.identity, nil, nil)
    }

    init(_ opened: OpenedBy, _ by: ProviderKey?, _ doubt: Doubt?) {
        self.by = by ?? .identity
        isStale = opened.isStale
        self.doubt = doubt
    }
}

/// Why a value could not be opened.
struct ClosedValue: Error {
    let failure: OpenFailure
    let message: String
    let hint: String?

    static let ofNoResource = ClosedValue(
        failure: .noChainForResource,
        message: OpenFailure.noChainForResource.description,
        hint: "it is under no directory of the API server's"
    )
}

extension ClosedValue {
    init(_ explanation: OpenExplanation, isConfigured: Bool) {
        failure = explanation.failure
        if isConfigured {
            message = explanation.description
            hint =
                failure == .needsEtcdKey
                ? "give the complete etcd key with --etcd-key, for example "
                    + "/registry/secrets/<namespace>/<name>"
                : explanation.hint
        } else {
            message = "the value is encrypted (\(explanation.asksFor))"
            hint = "name the configuration it was written under with --config FILE"
        }
    }
}
