import ArgumentParser
import EtcdDump
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
    let bytes: [UInt8]
    /// The etcd key, where it came along, as `etcdctl get KEY` prints it above the value.
    let etcdKey: [UInt8]?
    /// How the value was written down.
    let form: ValueForm

    /// More than etcd can be made to store, and twice over for hex.
    private static let limit = 256 << 20

    static func read(_ path: String, form: ValueForm) throws -> SingleValue {
        let input = try FileBytes.read(path, limit: limit)
        return try SingleValue(input, form: form)
    }

    init(_ input: [UInt8], form: ValueForm) throws {
        switch form {
        case .raw: self.init(bytes: input, etcdKey: nil, form: .raw)
        case .base64: self.init(try Self.base64(input), form)
        case .hex: self.init(try Self.hex(input), form)
        case .hexdump: self.init(try Self.hexdump(input), form)
        case .auto: self.init(recognising: input)
        }
    }

    /// What starts as a stored value does is raw; else what decodes to such bytes is decoded; the
    /// rest is raw as well.
    private init(recognising input: [UInt8]) {
        if !Self.isStored(input) {
            let forms: [(ValueForm, ([UInt8]) throws -> [UInt8])] = [
                (.hexdump, Self.hexdump), (.hex, Self.hex), (.base64, Self.base64),
            ]
            for (form, decode) in forms {
                guard let bytes = try? decode(input) else { continue }
                let value = SingleValue(bytes, form)
                if Self.isStored(value.bytes) || form == .hexdump {
                    self = value
                    return
                }
            }
        }
        self.init(input, .raw)
    }

    /// Takes the key off that `etcdctl get KEY` prints above a value, and the line feed below it.
    private init(_ bytes: [UInt8], _ form: ValueForm) {
        if let parts = EtcdctlText.split(bytes.span), Self.isStored(Array(bytes[parts.value])) {
            self.init(
                bytes: Array(bytes[parts.value]),
                etcdKey: Array(bytes[parts.key]),
                form: form
            )
            return
        }
        self.init(bytes: bytes, etcdKey: nil, form: form)
    }

    private init(bytes: [UInt8], etcdKey: [UInt8]?, form: ValueForm) {
        self.bytes = bytes
        self.etcdKey = etcdKey
        self.form = form
    }

    private static func isStored(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "k8s:enc:".utf8) || bytes.starts(with: "k8s\0".utf8)
            || bytes.first == UInt8(ascii: "{") || bytes.starts(with: [0xd9, 0xd9, 0xf7])
    }

    private static func base64(_ input: [UInt8]) throws -> [UInt8] {
        // A file of base64 ends with a line feed, and long text is broken into lines.
        let text = input.filter { $0 != UInt8(ascii: " ") && !(9...13).contains($0) }
        do {
            return try Base64.decode(text.span)
        } catch {
            throw Failure.usage("the value is not base64: \(error)")
        }
    }

    private static func hex(_ input: [UInt8]) throws -> [UInt8] {
        do {
            return try HexText.decode(input.span)
        } catch {
            throw Failure.usage("the value is not hex: \(error)")
        }
    }

    private static func hexdump(_ input: [UInt8]) throws -> [UInt8] {
        do {
            return try Hexdump.decode(input.span)
        } catch {
            throw Failure.usage(
                "the value is not what hexdump -C prints: \(error)",
                hint: "paste the whole output, from offset 00000000 to the length"
            )
        }
    }
}
