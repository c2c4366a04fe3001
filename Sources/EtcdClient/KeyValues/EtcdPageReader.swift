#if Etcd

public import EtcdModel
internal import GRPCCore
internal import GRPCProtobuf
internal import RPC
internal import SwiftProtobuf
internal import Synchronization

/// Reads a range of keys page by page, at one revision, the next page fetched ahead.
///
/// Pages aim at 4 MiB: the number of keys asked for follows the size of the values seen. One
/// consumer at a time; memory is bounded by two pages.
public final class EtcdPageReader: Sendable {
    /// What to do when compaction overtakes the revision being read.
    public enum OnCompaction: Sendable {
        /// Go on from the last key at the current revision; the page says so in `movedRevision`.
        case moveOn
        /// Throw the error ``EtcdError/Code/compacted``.
        case fail
    }

    private struct Cursor {
        var key: [UInt8]
        /// Nil for the current one.
        var revision: Revision?
        var limit: Int64
        var moved = false
        /// How many keys are left at the revision.
        var expected: Int64?
    }

    private struct State {
        var ahead: Task<Result<(EtcdPage, Cursor?), EtcdError>, Never>?
    }

    private let client: EtcdClient
    private let end: [UInt8]
    private let keysOnly: Bool
    private let onCompaction: OnCompaction
    private let targetBytes: Int
    private let state: Mutex<State>

    // The largest values etcd takes by default, this many of them, stay under the message limit.
    private static let firstLimit: Int64 = 64
    private static let largestLimit: Int64 = 16384

    init(
        client: EtcdClient,
        range: KeyRange,
        revision: Revision?,
        keysOnly: Bool,
        onCompaction: OnCompaction,
        targetBytes: Int,
    ) {
        self.client = client
        end = range.end
        self.keysOnly = keysOnly
        self.onCompaction = onCompaction
        self.targetBytes = targetBytes
        state = Mutex(State())
        let first = Cursor(key: range.start, revision: revision, limit: Self.firstLimit)
        state.withLock { $0.ahead = fetch(first) }
    }

    deinit {
        state.withLock { $0.ahead?.cancel() }
    }

    /// The next page; nil after the last.
    ///
    /// A page may be empty when the range holds no key, so the revision is known all the same.
    public func next() async throws(EtcdError) -> EtcdPage? {
        guard let task = state.withLock({ $0.ahead }) else { return nil }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        let page: EtcdPage
        let following: Cursor?
        do {
            (page, following) = try result.get()
        } catch {
            state.withLock { $0.ahead = nil }
            throw error
        }
        state.withLock { state in
            state.ahead = following.map { fetch($0) }
        }
        return page
    }

    private func fetch(
        _ cursor: Cursor
    ) -> Task<Result<(EtcdPage, Cursor?), EtcdError>, Never> {
        // Holds what it needs, not the reader: dropping the reader ends the fetch.
        let (client, end, keysOnly) = (client, end, keysOnly)
        let (onCompaction, targetBytes) = (onCompaction, targetBytes)
        return Task {
            do throws(EtcdError) {
                var cursor = cursor
                while true {
                    do throws(EtcdError) {
                        let page = try await client.page(
                            from: cursor.key,
                            to: end,
                            limit: cursor.limit,
                            revision: cursor.revision,
                            keysOnly: keysOnly,
                            expecting: cursor.expected
                        )
                        return .success(Self.advance(cursor, over: page, target: targetBytes))
                    } catch  where error.code == .tooLarge && cursor.limit > 1 {
                        cursor.limit /= 2
                    } catch
                        where error.code == .compacted && onCompaction == .moveOn
                        && cursor.revision != nil
                    {
                        cursor.revision = nil
                        cursor.expected = nil
                        cursor.moved = true
                    }
                }
            } catch {
                return .failure(error)
            }
        }
    }

    private static func advance(
        _ cursor: Cursor,
        over page: EtcdPage,
        target: Int,
    ) -> (EtcdPage, Cursor?) {
        var page = page
        page.revision = cursor.revision ?? page.headerRevision
        page.movedRevision = cursor.moved
        guard page.more else { return (page, nil) }
        let average = max(1, page.byteCount / page.count)
        let wanted = min(Int64(target / average), cursor.limit * 4)
        let next = Cursor(
            key: page.key(page.count - 1) + [0],
            revision: page.revision,
            limit: max(1, min(wanted, largestLimit)),
            expected: page.remaining - Int64(page.count)
        )
        return (page, next)
    }
}

extension EtcdClient {
    /// Reads a range of keys page by page.
    ///
    /// - Parameters:
    ///   - range: What to read, for example `KeyRange(prefix: Array("/registry/".utf8))`.
    ///   - revision: The revision to read at; nil for the current one, found with the first page.
    ///   - keysOnly: Leave values out. Leases may be missing then (etcd 3.7).
    ///   - onCompaction: What to do when the revision is compacted meanwhile.
    ///   - targetBytes: About how large a page may get.
    /// - Returns: A reader that has begun with the first page.
    public func pages(
        _ range: KeyRange,
        revision: Revision? = nil,
        keysOnly: Bool = false,
        onCompaction: EtcdPageReader.OnCompaction = .moveOn,
        targetBytes: Int = 4 << 20,
    ) -> EtcdPageReader {
        EtcdPageReader(
            client: self,
            range: range,
            revision: revision,
            keysOnly: keysOnly,
            onCompaction: onCompaction,
            targetBytes: targetBytes
        )
    }

    /// One Range call, linearizable.
    func page(
        from start: [UInt8],
        to end: [UInt8],
        limit: Int64 = 0,
        revision: Revision? = nil,
        keysOnly: Bool = false,
        expecting expected: Int64? = nil,
    ) async throws(EtcdError) -> EtcdPage {
        let request = Etcdserverpb_RangeRequest.with {
            $0.key = .init(start)
            $0.rangeEnd = .init(end)
            $0.limit = limit
            $0.revision = revision?.rawValue ?? 0
            $0.keysOnly = keysOnly
        }
        return try await perform(subject: Self.name(start)) { link, metadata in
            try await link.page(request, expecting: expected, metadata: metadata)
        }
    }
}

extension Link {
    /// A Range call of which the answer is read without a copy per value, and is what was asked for.
    func page(
        _ request: Etcdserverpb_RangeRequest,
        expecting expected: Int64? = nil,
        metadata: Metadata,
    ) async throws -> EtcdPage {
        let page = try await ask(
            Methods.range,
            request,
            metadata: metadata,
            serializer: ProtobufSerializer<Etcdserverpb_RangeRequest>(),
            deserializer: PageDeserializer()
        )
        let check = PageCheck(request: request, expected: expected)
        if let contradiction = check.contradiction(in: page) {
            throw ClusterRecord.contradiction(endpoint, contradiction)
        }
        return page
    }
}

#endif
