import EncryptionConfig
import KeyMaterial
import KubernetesModel
import Providers
import Rotation
import Survey

/// Opens values with old configurations and seals them with a new one.
///
/// One for each worker.
final class Rekeyer {
    /// What becomes of one value.
    enum Outcome {
        /// It is as the new configuration would write it, or nothing that any would.
        case stays(ProviderKey?)
        /// It is sealed anew, with so many bytes.
        case moves(from: ProviderKey, to: ProviderKey, bytes: Int)
        /// Nobody can seal it anew.
        case fails(code: String, message: String)
        /// The new bytes did not open to the same plaintext.
        case notProven
    }

    /// A configuration and what opens and seals with it; one for both would have to change its ciphers
    /// twice for each value.
    private struct Side {
        let table: ChainTable
        let judge = Judge()

        init(_ chains: ResourceChains) {
            table = ChainTable(chains)
        }
    }

    private let old: [Side]
    private let new: Side
    /// How what the new configuration writes begins, by the classifier's index.
    private var beginnings: [[UInt8]?] = []

    /// Reads with each of the old ones, and last with the new one, which some values may be on.
    init(old: [ResourceChains], new: ResourceChains) {
        let writer = Side(new)
        self.old = old.map(Side.init) + [writer]
        self.new = writer
    }

    /// Decides about a value of a store, and lends the new bytes if there are some.
    func rekey(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>,
        _ place: EntrySorter.Place,
        _ body: (Span<UInt8>) -> Void,
    ) -> Outcome {
        switch place {
        case .leftOut, .system: return .stays(nil)
        case .unknown:
            guard StoredHeader.isEncrypted(stored) else { return .stays(nil) }
            return .fails(
                code: OpenFailure.noChainForResource.code,
                message: "encrypted, and its etcd key is of no known resource"
            )
        case .object(let resource, let namespace, let name):
            let classified = ClassifiedKey.object(resource, namespace: namespace, name: name)
            return opened(stored, etcdKey, resource, classified) { plaintext, by in
                move(plaintext, stored, etcdKey, resource, by, body)
            }
        }
    }

    /// Whether what a copy holds opens with the new configuration alone, as what that writes, to the
    /// same plaintext as the original did; nil if one of the two cannot be read.
    func isProven(
        _ before: Span<UInt8>,
        _ after: Span<UInt8>,
        etcdKey: Span<UInt8>,
        _ place: EntrySorter.Place,
    ) -> Bool? {
        switch place {
        case .leftOut, .system: return equalInConstantTime(before, after)
        case .unknown:
            guard equalInConstantTime(before, after) else { return false }
            return StoredHeader.isEncrypted(after) ? nil : true
        case .object(let resource, let namespace, let name):
            let classified = ClassifiedKey.object(resource, namespace: namespace, name: name)
            do throws(OpenFailure) {
                return try new.judge.open(
                    after,
                    etcdKey: etcdKey,
                    // The original's plaintext is asked whether it fits, and this has to be the same.
                    place: nil,
                    with: new.table.chain(of: resource)
                ) { plaintext, by, _ -> Bool? in
                    let outcome = opened(before, etcdKey, resource, classified) { original, _ in
                        equalInConstantTime(plaintext, original) ? .stays(nil) : .notProven
                    }
                    return switch outcome {
                    case .stays: by.isByWriter
                    // Nobody could read it before, so that it was left as it was.
                    case .fails: nil
                    case .moves, .notProven: false
                    }
                }
            } catch {
                return nil
            }
        }
    }

    /// Opens a value with the first configuration that gives an object that fits its etcd key.
    private func opened(
        _ stored: Span<UInt8>,
        _ etcdKey: Span<UInt8>,
        _ resource: StoredResource,
        _ place: ClassifiedKey,
        _ body: (_ plaintext: Span<UInt8>, _ by: ProviderKey) -> Outcome,
    ) -> Outcome {
        var failure: Outcome?
        for side in old {
            let chain = side.table.chain(of: resource)
            let outcome: Outcome
            var isOpen = false
            do throws(OpenFailure) {
                outcome = try side.judge.open(
                    stored,
                    etcdKey: etcdKey,
                    place: place,
                    with: chain
                ) {
                    plaintext,
                    opened,
                    doubt in
                    if let doubt, doubt.leavesValueAlone {
                        return .fails(code: "identityMismatch", message: doubt.description)
                    }
                    isOpen = true
                    return body(plaintext, chain?.key(of: opened) ?? .identity)
                }
            } catch {
                let why = ProviderChain.explain(
                    error,
                    stored: stored,
                    chain: chain,
                    cause: side.judge.libraryError
                )
                outcome = .fails(code: error.code, message: why.description)
            }
            if isOpen { return outcome }
            failure = failure ?? outcome
        }
        return failure ?? .stays(nil)
    }

    private func move(
        _ plaintext: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ etcdKey: Span<UInt8>,
        _ resource: StoredResource,
        _ by: ProviderKey,
        _ body: (Span<UInt8>) -> Void,
    ) -> Outcome {
        guard let chain = new.table.chain(of: resource) else {
            guard StoredHeader.isEncrypted(stored) else { return .stays(by) }
            return .fails(
                code: OpenFailure.noChainForResource.code,
                message: "encrypted, and the new configuration has no entry for its resource"
            )
        }
        if isCurrent(stored, plaintext, etcdKey, resource, chain) { return .stays(by) }
        do throws(SealFailure) {
            let count = try new.judge.seal(plaintext, etcdKey: etcdKey, with: chain) { new in
                body(new)
                return new.count
            }
            return .moves(from: by, to: chain.writer, bytes: count)
        } catch {
            guard error != .notProven else { return .notProven }
            return .fails(code: "seal", message: "\(error)")
        }
    }

    /// Whether the value is what the chain would write, with the key that it would write with.
    private func isCurrent(
        _ stored: Span<UInt8>,
        _ plaintext: Span<UInt8>,
        _ etcdKey: Span<UInt8>,
        _ resource: StoredResource,
        _ chain: ProviderChain,
    ) -> Bool {
        while beginnings.count <= resource.index { beginnings.append(nil) }
        let beginning = beginnings[resource.index] ?? Self.beginning(of: chain)
        beginnings[resource.index] = beginning
        guard stored.count >= beginning.count,
            beginning.indices.allSatisfy({ stored[$0] == beginning[$0] })
        else { return false }
        do throws(OpenFailure) {
            return try new.judge.open(stored, etcdKey: etcdKey, place: nil, with: chain) {
                other,
                by,
                _ in
                !by.isStale && equalInConstantTime(other, plaintext)
            }
        } catch {
            return false
        }
    }

    private static func beginning(of chain: ProviderChain) -> [UInt8] {
        let writer = chain.writer
        guard writer != .identity else { return [] }
        return Array("k8s:enc:\(writer.kind.rawValue):v1:\(writer.name?.text ?? ""):".utf8)
    }
}
