import CGenerateSeal

enum Provider: String {
    case identity, aescbc, aesgcm, secretbox

    static let keyName = "key1"
    static let key = (0..<32).map { UInt8($0 * 7 + 11) }

    /// The configuration that opens the store; `rotated`, with a new key that writes.
    func configuration(rotated: Bool) -> String {
        let newKey = base64((0..<32).map { UInt8($0 * 5 + 3) })
        let new = """
                        - name: key2
                          secret: \(String(decoding: newKey, as: UTF8.self))

            """
        let keys = """
                      keys:
            \(rotated ? new : "")\
                        - name: \(Self.keyName)
                          secret: \(String(decoding: base64(Self.key), as: UTF8.self))
            """
        return """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
              - resources: [secrets]
                providers:

            """
                + (self == .identity ? "" : "      - \(rawValue):\n\(keys)\n")
                + "      - identity: {}\n"
    }
}

/// The objects of a store, made one at a time.
///
/// Their keys are written in an order of revisions that is not the order of keys, as in a cluster.
struct Objects {
    let count: Int
    let revisions: Int
    private let valueBytes: Int
    private let provider: Provider
    private let stride: Int

    /// The object made last.
    private(set) var key: [UInt8] = []
    private(set) var stored: [UInt8] = []
    private(set) var entry = (create: 0, mod: 0, version: 0)

    private var plaintext: [UInt8] = []

    init(count: Int, valueBytes: Int, provider: Provider, revisions: Int) {
        self.count = count
        self.valueBytes = valueBytes
        self.provider = provider
        self.revisions = revisions
        var stride = max(1, Int(Double(count) * 0.618)) | 1
        while Self.greatestCommonDivisor(stride, count) != 1 { stride += 2 }
        self.stride = stride
    }

    /// The newest revision; the first object has revision 2.
    var revision: Int { 1 + count * revisions }

    /// The object that is written as number `place` of a round.
    func index(at place: Int) -> Int {
        Int(place.multipliedFullWidth(by: stride).low % UInt(count))
    }

    /// Makes object `index` as written in `round`.
    mutating func make(_ index: Int, round: Int, at place: Int? = nil) {
        let place = place ?? self.place(of: index)
        let create = 2 + place
        entry = (create, create + round * count, round + 1)
        let name = "secret-" + Self.padded(index, 7)
        let namespace = "ns-" + Self.padded(index / 50, 5)
        key = Array("/registry/secrets/\(namespace)/\(name)".utf8)
        var random = Random(state: UInt64(index) << 8 | UInt64(round & 0xFF))
        makePlaintext(name: name, namespace: namespace, &random)
        seal(&random)
    }

    private var inverse: Int?

    private mutating func place(of index: Int) -> Int {
        if inverse == nil {
            // The extended Euclidean algorithm: stride · inverse ≡ 1 modulo count.
            var (r0, r1, t0, t1) = (count, stride % max(count, 1), 0, 1)
            while r1 > 0 {
                let quotient = r0 / r1
                (r0, r1, t0, t1) = (r1, r0 - quotient * r1, t1, t0 - quotient * t1)
            }
            inverse = count == 1 ? 0 : (t0 % count + count) % count
        }
        return Int(index.multipliedFullWidth(by: inverse ?? 0).low % UInt(count))
    }

    /// `k8s`, a zero byte, and a protobuf Secret inside its envelope, `valueBytes` long if that is
    /// possible.
    private mutating func makePlaintext(name: String, namespace: String, _ random: inout Random) {
        var filler = max(8, valueBytes - 200)
        for _ in 0..<3 {
            plaintext = Self.secret(name: name, namespace: namespace, filler: filler, &random)
            let difference = valueBytes - plaintext.count
            guard difference != 0, filler + difference >= 8 else { break }
            filler += difference
        }
    }

    private static func secret(
        name: String,
        namespace: String,
        filler: Int,
        _ random: inout Random
    ) -> [UInt8] {
        var data = [UInt8](repeating: 0, count: filler)
        random.fill(&data)
        let meta =
            field(1, Array(name.utf8)) + field(3, Array(namespace.utf8))
            + field(5, Array("4ef78720-aa8d-4a04-9649-d08628c14b49".utf8))
        let pair = field(1, Array("password".utf8)) + field(2, data)
        let secret = field(1, meta) + field(2, pair) + field(3, Array("Opaque".utf8))
        let type = field(1, Array("v1".utf8)) + field(2, Array("Secret".utf8))
        return [0x6B, 0x38, 0x73, 0] + field(1, type) + field(2, secret) + [0x1A, 0, 0x22, 0]
    }

    static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + varint(bytes.count) + bytes
    }

    static func varint(_ number: Int) -> [UInt8] {
        var number = number
        var bytes: [UInt8] = []
        while number >= 0x80 {
            bytes.append(UInt8(number & 0x7F) | 0x80)
            number >>= 7
        }
        bytes.append(UInt8(number))
        return bytes
    }

    private mutating func seal(_ random: inout Random) {
        guard provider != .identity else {
            stored = plaintext
            return
        }
        let prefix = Array("k8s:enc:\(provider.rawValue):v1:\(Provider.keyName):".utf8)
        var nonce = [UInt8](repeating: 0, count: 24)
        random.fill(&nonce)
        let key = self.key
        let plaintext = self.plaintext
        stored = [UInt8](unsafeUninitializedCapacity: prefix.count + plaintext.count + 48) {
            buffer,
            count in
            _ = buffer.initialize(from: prefix)
            let out = buffer.baseAddress.map { $0 + prefix.count }
            let sealed =
                switch provider {
                case .aescbc:
                    seal_aescbc(Provider.key, nonce, plaintext, plaintext.count, out)
                case .aesgcm:
                    seal_aesgcm(
                        Provider.key,
                        nonce,
                        key,
                        key.count,
                        plaintext,
                        plaintext.count,
                        out
                    )
                case .secretbox:
                    seal_secretbox(Provider.key, nonce, plaintext, plaintext.count, out)
                case .identity: 0
                }
            count = prefix.count + sealed
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}

/// SplitMix64.
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func fill(_ bytes: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            var word = next()
            for _ in 0..<min(8, bytes.count - index) {
                bytes[index] = UInt8(truncatingIfNeeded: word)
                word >>= 8
                index += 1
            }
        }
    }
}
