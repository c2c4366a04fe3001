internal import EtcdModel
internal import KeyMaterial
internal import KubernetesModel
internal import Providers

/// Why a record is not put back.
enum UndoRefusal: Error {
    /// The key is none that a rotation touches.
    case noObject
    /// What the rotation wrote does not open.
    case unreadable(OpenFailure)
    /// What the log holds does not open.
    case recordUnreadable(OpenFailure)
    /// The log holds plaintext, which no rotation writes there.
    case recordPlaintext
    /// The plaintext is not the object of the key.
    case doubtful(Doubt)
    /// The log's value opens to something else than the rotation sealed.
    case otherContent

    /// The name programs know it by.
    var code: String {
        switch self {
        case .noObject: "noObject"
        case .unreadable(let failure), .recordUnreadable(let failure): failure.code
        case .recordPlaintext: "plaintextInLog"
        case .doubtful: "identityMismatch"
        case .otherContent: "otherContent"
        }
    }

    /// What is wrong; holds nothing of a value.
    var message: String {
        switch self {
        case .noObject: "the etcd key is of no object that a rotation rewrites"
        case .unreadable(let failure): "what the rotation wrote: \(failure)"
        case .recordUnreadable(let failure): "what the log holds: \(failure)"
        case .recordPlaintext: "the log holds plaintext for it, which no rotation writes there"
        case .doubtful(let doubt): "what the log holds: \(doubt)"
        case .otherContent:
            "what the log holds opens to another content than what the rotation wrote"
        }
    }
}

/// Opens what a record would put back before it is put back.
///
/// A rotation changes how a value is sealed and never what it holds. So the stored bytes of the log
/// must open with the configuration, be the object that the key names, and hold byte for byte what
/// the value that lies in etcd holds.
struct UndoTrial {
    let chains: ResourceChains
    let prefix: EtcdPrefix

    /// Asks kms plugins for what it takes to open the record's bytes and the current ones.
    func prepare(_ record: UndoRecord, over current: [UInt8]) async {
        var values = [current]
        if case .stored(let old) = record.old { values.append(old) }
        await chains.unwrapKeys(of: values)
    }

    /// The bytes to put back.
    func bytes(
        of record: UndoRecord,
        over current: [UInt8],
    ) throws(UndoRefusal) -> [UInt8] {
        let place = EtcdKeyClassifier(prefix: prefix).classify(record.key.span)
        guard case .object(let resource, _, _) = place else { throw .noObject }
        if case .stored(let old) = record.old, !StoredHeader.isEncrypted(old.span) {
            throw .recordPlaintext
        }
        let chain = chains.chain(of: resource.groupResource)
        let trial: Result<[UInt8], UndoRefusal>
        do throws(OpenFailure) {
            trial = try Judge().open(
                current.span,
                etcdKey: record.key.span,
                place: place,
                with: chain
            ) { plaintext, _, doubt in
                if let doubt, doubt.leavesValueAlone { return .failure(.doubtful(doubt)) }
                let old: [UInt8]
                switch record.old {
                case .stored(let bytes): old = bytes
                case .plaintext: old = Array(copying: plaintext)
                }
                if let refusal = refusal(old, record.key, place, chain, plaintext) {
                    return .failure(refusal)
                }
                return .success(old)
            }
        } catch {
            throw .unreadable(error)
        }
        return try trial.get()
    }

    /// What speaks against putting back `old` where the value holds `plaintext`.
    private func refusal(
        _ old: [UInt8],
        _ key: [UInt8],
        _ place: ClassifiedKey,
        _ chain: ProviderChain?,
        _ plaintext: Span<UInt8>,
    ) -> UndoRefusal? {
        do throws(OpenFailure) {
            return try Judge().open(old.span, etcdKey: key.span, place: place, with: chain) {
                opened,
                _,
                doubt in
                if let doubt, doubt.leavesValueAlone { return .doubtful(doubt) }
                return equalInConstantTime(opened, plaintext) ? nil : .otherContent
            }
        } catch {
            return .recordUnreadable(error)
        }
    }
}
