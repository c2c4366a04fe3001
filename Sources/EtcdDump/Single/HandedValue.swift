internal import WireFormats

/// One stored value in whatever form a person hands it over.
///
/// Bytes that an API server stores are taken as they are. A text is read for what it is only where
/// that is certain: the form fits from beginning to end, and either it is an answer of etcd's, which
/// holds a value whatever that may be, or what comes out is what an API server stores. All other
/// input is left as it is.
public struct HandedValue: Sendable {
    /// The value's bytes.
    public let bytes: [UInt8]
    /// The etcd key that came along.
    public let etcdKey: [UInt8]?
    /// The revision of the key's last write, where etcd's answer says it.
    public let modRevision: Int64?
    /// The forms that were taken off, the outermost first; none for bytes as they are.
    public let forms: [HandedForm]
    /// What speaks against ``bytes`` being a value at all.
    public let trouble: HandedTrouble?

    /// UTF-16 of a field in quotes with escapes of base64 of what etcdctl prints is deep enough.
    private static let maximumDepth = 6

    /// Recognises an input.
    ///
    /// - Parameters:
    ///   - input: All bytes of it.
    ///   - isStored: Whether bytes begin as an API server stores values.
    public init(_ input: [UInt8], isStored: @escaping (_ bytes: Span<UInt8>) -> Bool) {
        let recogniser = Recogniser(isStored: isStored)
        do throws(HandedTrouble) {
            self = try recogniser.value(in: input, depth: 0) ?? Self(input)
        } catch {
            self.init(input, trouble: error)
        }
    }

    init(
        _ bytes: [UInt8],
        key: [UInt8]? = nil,
        modRevision: Int64? = nil,
        _ forms: [HandedForm] = [],
        trouble: HandedTrouble? = nil,
    ) {
        self.bytes = bytes
        etcdKey = key
        self.modRevision = modRevision
        self.forms = forms
        self.trouble = trouble
    }

    private init(_ pair: EtcdAnswer.Pair, _ forms: [HandedForm]) {
        self.init(pair.value, key: pair.key, modRevision: pair.modRevision, forms)
    }

    private struct Recogniser {
        let isStored: (_ bytes: Span<UInt8>) -> Bool

        /// Nil where nothing is certain.
        func value(in input: [UInt8], depth: Int) throws(HandedTrouble) -> HandedValue? {
            guard depth < HandedValue.maximumDepth, !input.isEmpty else { return nil }
            if isStored(input.span) {
                // No ciphertext is text with escapes in it.
                if let bytes = PastedText.escaped(input), isEncrypted(bytes), bytes != input {
                    return HandedValue(bytes, [.quoted])
                }
                return HandedValue(input)
            }
            if let answer = EtcdAnswer(input) {
                guard answer.count > 0 else { throw .noKey }
                guard answer.count == 1 else { throw .severalKeys(answer.count) }
                return HandedValue(answer.pair, [answer.form])
            }
            if let parts = EtcdctlText.split(input.span) {
                let value = Array(input[parts.value])
                if isStored(value.span) {
                    guard !isEncrypted(value) || !EtcdctlText.holdsAnotherKey(value.span) else {
                        throw .severalKeys(nil)
                    }
                    return HandedValue(value, key: Array(input[parts.key]), [.etcdctl])
                }
            }
            if let record = EtcdAnswer.record(input), isStored(record.value.span) {
                return HandedValue(record, [.record])
            }
            return try text(input, depth)
        }

        private func text(_ input: [UInt8], _ depth: Int) throws(HandedTrouble) -> HandedValue? {
            let readings = ByteListing.readings(of: input.span)
            for reading in readings {
                let form: HandedForm =
                    switch reading.tool {
                    case .hexdump: .hexdump
                    case .xxd: .xxd
                    case .od: .od
                    }
                if let found = try value(in: reading.bytes, depth: depth + 1) {
                    return found.inside(form)
                }
                if reading.isCertain { return HandedValue(reading.bytes, [form]) }
            }
            let decoders: [Decoder] = [
                (.utf16, PastedText.utf16), (.hex, PastedText.hex),
                (.base64, { try? PastedBase64.decode($0.span) }),
                (.quoted, unquoted), (.quoted, PastedText.unescaped),
            ]
            if let found = try first(of: decoders, input, depth) { return found }
            if let labelled = LabelledText(input) {
                let form: HandedForm = labelled.isObject ? .keyValueObject : .fields
                if let found = try value(in: labelled.value, depth: depth + 1) {
                    return found.inside(form, key: labelled.key)
                }
            }
            let escapes: [Decoder] = [
                (.quoted, PastedText.escaped),
                (.quoted, { PastedText.escaped(PastedText.trimmed($0)) }),
            ]
            if let found = try first(of: escapes, input, depth) { return found }
            if readings.isEmpty, ByteListing.looksLikeOne(input.span) { throw .brokenListing }
            if PastedText.trimmed(input).starts(with: "azhzOmVuYzp".utf8) { throw .brokenBase64 }
            return nil
        }

        private typealias Decoder = (HandedForm, ([UInt8]) -> [UInt8]?)

        private func first(
            of decoders: [Decoder],
            _ input: [UInt8],
            _ depth: Int,
        ) throws(HandedTrouble) -> HandedValue? {
            for (form, decode) in decoders {
                guard let bytes = decode(input), bytes != input,
                    let found = try value(in: bytes, depth: depth + 1)
                else { continue }
                return found.inside(form)
            }
            return nil
        }

        /// What stands in quotes, be it binary; text in which they stand again is several texts.
        private func unquoted(_ input: [UInt8]) -> [UInt8]? {
            guard let quoted = PastedText.quoted(input) else { return nil }
            return quoted.isClosed || isStored(quoted.inner.span) ? quoted.inner : nil
        }

        private func isEncrypted(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "k8s:enc:".utf8) }
    }

    private func inside(_ form: HandedForm, key: [UInt8]? = nil) -> HandedValue {
        var rest = forms[...]
        // Quotes and escapes are one thing to a person, and none beside the name of a field.
        if rest.first == .quoted, form == .quoted || form == .fields || form == .keyValueObject {
            rest.removeFirst()
        }
        let forms = [form] + rest
        return HandedValue(bytes, key: etcdKey ?? key, modRevision: modRevision, forms)
    }
}
