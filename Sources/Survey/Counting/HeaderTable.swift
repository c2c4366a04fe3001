internal import EtcdModel
internal import Providers

/// The headers seen so far, so that a name is made once per header and not once per value.
final class HeaderTable {
    private(set) var names: [ProviderKey] = []
    private var headers: [[UInt8]] = []

    /// The position of the value's header in `names`.
    func position(of stored: Span<UInt8>) -> Int {
        let parsed = StoredHeader(stored)
        let end = parsed.keyName?.upperBound ?? parsed.prefixCount
        for (position, header) in headers.enumerated() where Self.equal(header, stored, end) {
            return position
        }
        headers.append(Array(copying: stored.extracting(0..<end)))
        return names.appended(ProviderKey(headerOf: stored))
    }

    private static func equal(_ header: [UInt8], _ stored: Span<UInt8>, _ end: Int) -> Bool {
        guard header.count == end else { return false }
        for index in 0..<end where header[index] != stored[index] { return false }
        return true
    }
}
