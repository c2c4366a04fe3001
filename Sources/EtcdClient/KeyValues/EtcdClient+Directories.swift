#if Etcd

internal import EtcdModel

extension EtcdClient {
    /// The first path segments of the keys that start with `prefix`, in byte order.
    ///
    /// One request for each, since the keys of a directory that was seen are skipped; no values
    /// are sent. Nil when there are more than `limit`.
    package func segments(
        below prefix: [UInt8],
        limit: Int,
    ) async throws(EtcdError) -> [[UInt8]]? {
        var range = KeyRange(prefix: prefix)
        var segments: [[UInt8]] = []
        for _ in 0...limit {
            let page = try await page(
                from: range.start,
                to: range.end,
                limit: 1,
                keysOnly: true
            )
            guard page.count > 0 else { return segments }
            let key = page.key(0)
            let rest = key.dropFirst(prefix.count)
            let segment = rest.prefix { $0 != UInt8(ascii: "/") }
            if segments.last != Array(segment) { segments.append(Array(segment)) }
            let isDirectory = segment.endIndex < key.endIndex
            range.start =
                isDirectory
                ? KeyRange(prefix: Array(key[...segment.endIndex])).end : key + [0]
        }
        return nil
    }
}

#endif
