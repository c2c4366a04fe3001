import ArgumentParser
import EncryptionConfig
import EtcdDump
import KubernetesModel
import Providers
import WireFormats

/// How the bytes of a single value are written down.
enum ValueForm: String, ExpressibleByArgument, CaseIterable {
    /// Recognised by what it looks like.
    case auto
    case raw
    case base64
    case hex
    case hexdump
}

/// One stored value as a person hands it over.
struct SingleValue {
    /// The stored bytes.
    private(set) var bytes: [UInt8]
    /// The etcd key and revision, where they came along.
    let etcdKey: [UInt8]?
    let modRevision: Int64?
    /// The forms that were taken off, without anybody asking for it.
    private(set) var forms: [HandedForm] = []
    /// Whether the line feed at the end of ``bytes`` may be etcdctl's.
    private(set) var endsInLineFeed = false
    /// Whether such a line feed was taken off.
    private(set) var isLineFeedTaken = false
    /// What speaks against a stored value.
    let oddity: Oddity?

    /// More than etcd can be made to store, and twice over for hex.
    private static let limit = 256 << 20

    static func read(_ path: String, form: ValueForm) throws -> SingleValue {
        let file = try FileBytes(path, limit: limit)
        guard file.bytes.count <= limit else {
            throw Failure(
                "\(file.name) is too large for one value: more than \(Numbers.bytes(limit))",
                hint: ForeignFile(file.bytes.span).map { Oddity.foreign($0).hint }
            )
        }
        return try SingleValue(file.bytes, form: form)
    }

    init(_ input: [UInt8], form: ValueForm) throws {
        let handed: HandedValue
        switch form {
        case .raw:
            (bytes, etcdKey, modRevision) = (input, nil, nil)
            oddity = Oddity(input, nil)
            return
        case .auto:
            handed = HandedValue(input) { StoredFormat.looksStored($0) }
            forms = handed.forms
        case .base64, .hex, .hexdump:
            let decoded = try Self.decode(input, form)
            handed = HandedValue(decoded) { StoredFormat.looksStored($0) }
        }
        let stored = handed.bytes
        (bytes, etcdKey, modRevision) = (stored, handed.etcdKey, handed.modRevision)
        oddity = Oddity(stored, handed.trouble)
        // Where etcd says how long the value is, its last byte is its own.
        guard etcdKey == nil else { return }
        let isEncrypted = StoredHeader.isEncrypted(stored.span)
        switch AddedLineFeed(of: stored.span) {
        case .none: return
        case .certain where !isEncrypted:
            bytes.removeLast()
            isLineFeedTaken = true
        case .certain, .possible:
            // Only who opens it knows.
            endsInLineFeed = isEncrypted
        }
    }

    /// The same value without the line feed that ``endsInLineFeed`` tells of.
    var withoutLineFeed: [UInt8]? { endsInLineFeed ? bytes.dropLast() : nil }

    private static func decode(_ input: [UInt8], _ form: ValueForm) throws -> [UInt8] {
        do throws(WireFormatError) {
            switch form {
            case .hex: return try HexText.decode(input.span)
            case .hexdump: return try ByteListing.decode(input.span).bytes
            default: return try PastedBase64.decode(input.span)
            }
        } catch {
            guard form == .hexdump else {
                throw Failure.usage("the value is not \(form.rawValue): \(error)")
            }
            throw Failure.usage(
                "the value is not what hexdump, xxd or od prints: \(error)",
                hint: "paste the whole output, from offset 0 to the length"
            )
        }
    }
}
