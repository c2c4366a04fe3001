internal import EncryptionConfig
internal import Providers

/// How many names of keys are kept apart: a store may have one for each value, and a name may be as
/// long as a value.
public struct NameBudget: Sendable {
    /// So many names, once for each resource.
    public static let countLimit = 100_000
    /// So many bytes of names.
    public static let byteLimit = 16 << 20

    private var count = 0
    private var bytes = 0

    /// Nothing kept yet.
    init() {}

    /// Whether so many more names fit, if they are of usual length.
    func isAmple(for more: Int) -> Bool {
        count + more <= Self.countLimit && bytes + 64 * more <= Self.byteLimit
    }

    /// Takes room for the names of all these keys, if there is enough.
    mutating func take(_ keys: some Sequence<ProviderKey>) -> Bool {
        var (count, bytes) = (count, bytes)
        for key in keys {
            guard let name = key.name else { continue }
            count += 1
            bytes += name.text.utf8.count + (key.keyID?.text.utf8.count ?? 0)
        }
        guard count <= Self.countLimit, bytes <= Self.byteLimit else { return false }
        (self.count, self.bytes) = (count, bytes)
        return true
    }
}
