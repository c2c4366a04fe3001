import EncryptionConfig
import EtcdDump
import KubernetesModel

/// Why an input is no stored value, as far as it can be told.
enum Oddity {
    case empty
    case trouble(HandedTrouble)
    case foreign(ForeignFile)
    case handwritten(HandwrittenFile)
    /// Nothing that is known here.
    case unknown

    /// Nil for what an API server stores.
    init?(_ bytes: [UInt8], _ trouble: HandedTrouble?) {
        if let trouble {
            self = .trouble(trouble)
        } else if bytes.isEmpty {
            self = .empty
        } else if let file = ForeignFile(bytes.span) {
            self = .foreign(file)
        } else if let file = HandwrittenFile(bytes.span) {
            self = .handwritten(file)
        } else if !StoredFormat.looksStored(bytes.span) {
            self = .unknown
        } else {
            return nil
        }
    }

    static let message = "this does not look like a stored value, and would count as plaintext"

    /// Says so, and what to do.
    func warn() {
        StandardError.warning(Self.message, hint: hint)
    }

    /// What it is, and what to do with it.
    var hint: String {
        switch self {
        case .empty:
            "there is not one byte: etcdctl prints nothing for a key that does not exist"
        case .trouble(.noKey): "it is etcd's answer that there is no such key"
        case .trouble(.severalKeys(let count)):
            "it is etcd's answer of \(count.map { "\($0) keys" } ?? "several keys"), and one is meant; "
                + "of -w json, kenc scan, list, get and decrypt take all with --dump"
        case .trouble(.brokenListing):
            "it is a hexdump of which something is missing: paste all of it, from offset 0 to the "
                + "length"
        case .trouble(.brokenBase64):
            "it begins as base64 of a stored value, and goes on as something else: was it cut?"
        case .foreign(let file):
            "it is \(file.description), a whole store: kenc scan, list, get and decrypt take it with "
                + (file == .snapshot ? "--snapshot" : "--dump")
        case .handwritten(.encryptionConfiguration):
            "it is an EncryptionConfiguration: give it with --config, and a value beside it"
        case .handwritten(.yaml):
            "it is YAML, as people write it; API servers store protobuf or JSON"
        case .handwritten(.list):
            "it is a List, as kubectl prints several objects; API servers store each by itself"
        case .unknown:
            "give the bytes of one value, or base64, hex, a hexdump or etcdctl's output of it; a dump "
                + "goes with --dump, a database of etcd with --snapshot"
        }
    }
}
