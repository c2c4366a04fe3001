internal import EtcdModel
internal import KeyMaterial

/// The buckets of a file beside `key`, as they go into a copy.
struct CopiedBuckets {
    private let file: SnapshotFile
    private let directory: BucketDirectory
    /// What stands in `meta` instead of what is there, in order.
    private let overrides: [(key: [UInt8], value: [UInt8])]

    /// Finds the buckets of a file.
    ///
    /// - Parameters:
    ///   - file: Where they are.
    ///   - compacted: The revision of a compaction that they are to tell; nil to leave that as it is.
    ///   - bytes: The file's.
    /// - Throws: ``SnapshotError``.
    init(
        _ file: SnapshotFile,
        compacted: Revision?,
        in bytes: Span<UInt8>,
    ) throws(SnapshotError) {
        self.file = file
        var visited = PageSet(bound: file.layout.highWater)
        directory = try BucketDirectory(
            root: file.meta.root,
            layout: file.layout,
            in: bytes,
            visited: &visited
        )
        overrides =
            compacted.map { revision in
                ["finishedCompactRev", "scheduledCompactRev"].map { name in
                    (Array(name.utf8), RevisionKey.bytes(main: revision.rawValue))
                }
            } ?? []
    }

    /// The sequence of the bucket `key`.
    var keySequence: UInt64 {
        let index = directory.names.firstIndex { $0.elementsEqual("key".utf8) }
        return index.map { directory.sequences[$0] } ?? 0
    }

    /// Writes all of them.
    func write(to writer: DatabaseWriter, in bytes: Span<UInt8>) throws {
        var visited = PageSet(bound: file.layout.highWater)
        for (index, name) in directory.names.enumerated() where !name.elementsEqual("key".utf8) {
            try write(
                directory.locations[index],
                overrides(of: name),
                0,
                to: writer,
                bytes,
                &visited
            )
            try writer.endBucket(name, sequence: directory.sequences[index])
        }
    }

    /// A hash of what they hold, however it lies on pages.
    func digest(in bytes: Span<UInt8>) throws -> [UInt8] {
        let digest = try ContentDigest()
        var visited = PageSet(bound: file.layout.highWater)
        for (index, name) in directory.names.enumerated() {
            try digest.add(name.span, mark: 0)
            try digest.add(directory.sequences[index])
            if name.elementsEqual("key".utf8) { continue }
            try add(directory.locations[index], overrides(of: name), 0, to: digest, bytes, &visited)
        }
        return try digest.finish()
    }

    private func overrides(of name: [UInt8]) -> [(key: [UInt8], value: [UInt8])] {
        name.elementsEqual("meta".utf8) ? overrides : []
    }

    private func write(
        _ location: BucketLocation,
        _ overrides: [(key: [UInt8], value: [UInt8])],
        _ depth: Int,
        to writer: DatabaseWriter,
        _ bytes: Span<UInt8>,
        _ visited: inout PageSet,
    ) throws {
        var elements = OverriddenBucket(location, in: file, overrides)
        while let element = try elements.next(in: bytes, visited: &visited) {
            switch element {
            case .override(let key, let value): try writer.add(key.span, value.span)
            case .data(let key, let value):
                try writer.add(bytes.extracting(key), bytes.extracting(value))
            case .bucket(let key, let inner, let sequence):
                guard depth < BucketCursor.depthLimit else { throw Self.tooDeep }
                try writer.addBucket(bytes.extracting(key), sequence: sequence) {
                    try write(inner, [], depth + 1, to: writer, bytes, &visited)
                }
            }
        }
    }

    private func add(
        _ location: BucketLocation,
        _ overrides: [(key: [UInt8], value: [UInt8])],
        _ depth: Int,
        to digest: borrowing ContentDigest,
        _ bytes: Span<UInt8>,
        _ visited: inout PageSet,
    ) throws {
        var elements = OverriddenBucket(location, in: file, overrides)
        while let element = try elements.next(in: bytes, visited: &visited) {
            switch element {
            case .override(let key, let value):
                try digest.add(key.span, mark: 1)
                try digest.add(value.span, mark: 2)
            case .data(let key, let value):
                try digest.add(bytes.extracting(key), mark: 1)
                try digest.add(bytes.extracting(value), mark: 2)
            case .bucket(let key, let inner, let sequence):
                guard depth < BucketCursor.depthLimit else { throw Self.tooDeep }
                try digest.add(bytes.extracting(key), mark: 3)
                try digest.add(sequence)
                try add(inner, [], depth + 1, to: digest, bytes, &visited)
                try digest.add([UInt8]().span, mark: 4)
            }
        }
    }

    private static let tooDeep = SnapshotError.damaged(
        "buckets are nested deeper than \(BucketCursor.depthLimit) levels"
    )
}

/// The elements of a bucket, some of them replaced or put between.
private struct OverriddenBucket {
    enum Element {
        case override(key: [UInt8], value: [UInt8])
        case data(key: Range<Int>, value: Range<Int>)
        case bucket(key: Range<Int>, BucketLocation, sequence: UInt64)
    }

    private var cursor: BucketCursor
    private var overrides: ArraySlice<(key: [UInt8], value: [UInt8])>
    private var waiting: LeafElement?
    private var hasBegun = false

    init(
        _ location: BucketLocation,
        in file: SnapshotFile,
        _ overrides: [(key: [UInt8], value: [UInt8])],
    ) {
        cursor = BucketCursor(location, layout: file.layout)
        self.overrides = overrides[...]
    }

    mutating func next(
        in bytes: Span<UInt8>,
        visited: inout PageSet,
    ) throws(SnapshotError) -> Element? {
        if !hasBegun {
            hasBegun = true
            waiting = try cursor.next(in: bytes, visited: &visited)
        }
        if let override = overrides.first {
            let key = waiting.map { element in element.key.map { bytes[$0] } }
            guard let key, key.lexicographicallyPrecedes(override.key) else {
                overrides.removeFirst()
                if key == override.key { waiting = try cursor.next(in: bytes, visited: &visited) }
                return .override(key: override.key, value: override.value)
            }
        }
        guard let element = waiting else { return nil }
        let page = cursor.page
        waiting = try cursor.next(in: bytes, visited: &visited)
        guard element.isBucket else { return .data(key: element.key, value: element.value) }
        return .bucket(
            key: element.key,
            try BucketLocation(value: element.value, page: page, in: bytes),
            sequence: BucketLocation.sequence(value: element.value, in: bytes)
        )
    }
}

/// A digest of texts whose borders count.
private struct ContentDigest: ~Copyable {
    private let digest: Digest

    init() throws(CryptoLibraryError) {
        digest = try Digest()
    }

    func add(_ bytes: Span<UInt8>, mark: UInt8) throws(CryptoLibraryError) {
        var head = [mark]
        head.append(littleEndian: UInt64(bytes.count))
        try digest.update(head.span)
        try digest.update(bytes)
    }

    func add(_ number: UInt64) throws(CryptoLibraryError) {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: number)
        try add(bytes.span, mark: 5)
    }

    consuming func finish() throws(CryptoLibraryError) -> [UInt8] { try digest.finish() }
}
