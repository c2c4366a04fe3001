internal import EtcdModel

/// One sample of Prometheus' text format: `name{label="value",…} value [timestamp]`.
public struct MetricSample: Sendable, Hashable {
    /// The metric's name.
    public let name: String
    /// The labels, their escapes undone.
    public let labels: [String: String]
    /// The value; NaN and the infinities are values.
    public let value: Double

    /// The value of a label; empty where it is absent, which is the same to Prometheus.
    public subscript(label: String) -> String { labels[label] ?? "" }

    /// Reads a line without its line feed; nil when it is no sample.
    public init?(line: Span<UInt8>) {
        var cursor = Cursor(line)
        name = cursor.name()
        guard !name.isEmpty else { return nil }
        cursor.skipSpace()
        var labels: [String: String] = [:]
        if cursor.take(UInt8(ascii: "{")) {
            while true {
                cursor.skipSpace()
                if cursor.take(UInt8(ascii: "}")) { break }
                let label = cursor.name()
                cursor.skipSpace()
                guard !label.isEmpty, cursor.take(UInt8(ascii: "=")) else { return nil }
                cursor.skipSpace()
                guard let text = cursor.quoted(), labels.updateValue(text, forKey: label) == nil
                else { return nil }
                cursor.skipSpace()
                if cursor.take(UInt8(ascii: ",")) { continue }
                guard cursor.take(UInt8(ascii: "}")) else { return nil }
                break
            }
        }
        self.labels = labels
        cursor.skipSpace()
        guard let value = Self.number(cursor.word()) else { return nil }
        self.value = value
        cursor.skipSpace()
        let timestamp = cursor.word()
        guard timestamp.isEmpty || Int64(timestamp) != nil else { return nil }
        cursor.skipSpace()
        guard cursor.isAtEnd else { return nil }
    }

    /// As Go's `strconv.ParseFloat` reads what Prometheus writes.
    private static func number(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf", "Inf": .infinity
        case "-Inf": -.infinity
        default: text.utf8.contains(where: { $0 == 0x5f }) ? nil : Double(text)
        }
    }
}

extension MetricSample {
    private struct Cursor {
        let bytes: [UInt8]
        var position = 0

        init(_ line: Span<UInt8>) {
            bytes = Array(copying: line)
        }

        var isAtEnd: Bool { position == bytes.count }

        mutating func skipSpace() {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func name() -> String {
            text { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
        }

        mutating func word() -> String { text { !Self.isSpace($0) } }

        private mutating func text(while isPart: (UInt8) -> Bool) -> String {
            var text: [UInt8] = []
            while position < bytes.count, isPart(bytes[position]) {
                text.append(bytes[position])
                position += 1
            }
            return String(decoding: text, as: UTF8.self)
        }

        /// A text in quotes; nil when it does not end, or escapes something else.
        mutating func quoted() -> String? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            var text: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard position < bytes.count else { return nil }
                    switch bytes[position] {
                    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
                    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
                    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
                    default: return nil
                    }
                    position += 1
                default: text.append(byte)
                }
            }
            return nil
        }

        private static func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x09 || byte == 0x0d
        }
    }
}
