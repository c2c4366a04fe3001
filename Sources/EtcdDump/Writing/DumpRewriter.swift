internal import WireFormats

/// Writes a batch's text again with other values in some of its entries.
///
/// Everything but the base64 of those values stays as it was, byte for byte: order of fields, white
/// space, the text of numbers. The outputs of all batches, one after the other, are a dump again.
public struct DumpRewriter: Sendable {
    private let batch: DumpBatch
    private var output: [UInt8] = []
    /// How much of the batch's text is in the output.
    private var done = 0
    private var nextIndex = 0

    /// Starts with nothing replaced.
    public init(_ batch: DumpBatch) {
        self.batch = batch
        output.reserveCapacity(batch.length + batch.length / 8)
    }

    /// Gives an entry another value.
    ///
    /// An entry that has no field `value` gets one behind its other fields, unless the new value is
    /// empty, too. Entries come in the batch's order, each at most once.
    public mutating func replaceValue(of entry: DumpPlace, with value: Span<UInt8>) {
        precondition(entry.index >= nextIndex, "entries out of order")
        nextIndex = entry.index + 1
        let layout = batch.entries[entry.index]
        if layout.hasValue {
            copyText(upTo: layout.value.lowerBound)
            Base64.encode(value, appendingTo: &output)
            done = layout.value.upperBound
        } else if !value.isEmpty {
            if layout.nullValue.isEmpty {
                copyText(upTo: layout.fieldsEnd)
                output.append(contentsOf: #","value":"#.utf8)
            } else {
                copyText(upTo: layout.nullValue.lowerBound)
                done = layout.nullValue.upperBound
            }
            output.append(UInt8(ascii: "\""))
            Base64.encode(value, appendingTo: &output)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// The batch's text, with the new values.
    public mutating func finish() -> [UInt8] {
        copyText(upTo: batch.length)
        defer { output = [] }
        return output
    }

    private mutating func copyText(upTo end: Int) {
        let start = done
        batch.text.append(start..<end, to: &output)
        done = end
    }
}
