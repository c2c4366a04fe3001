/// Where the elements of a bucket are.
enum BucketLocation: Equatable {
    /// In a tree of pages with this root.
    case page(UInt64)
    /// In a page image inside the parent's value, of these bytes of the file.
    case inline(Range<Int>)

    /// Reads a bucket header, the value of an element with the bucket flag: *root u64, sequence u64*,
    /// then the page image if root is 0.
    init(value: Range<Int>, page: Int, in bytes: Span<UInt8>) throws(SnapshotError) {
        guard value.count >= 16 else {
            throw .damaged(page: page, "a bucket header is shorter than 16 bytes")
        }
        let root = bytes.u64(at: value.lowerBound)
        self = root == 0 ? .inline(value.dropFirst(16)) : .page(root)
    }

    /// The sequence in a bucket header that was read before.
    static func sequence(value: Range<Int>, in bytes: Span<UInt8>) -> UInt64 {
        bytes.u64(at: value.lowerBound + 8)
    }
}

/// The buckets at the root of a file.
struct BucketDirectory {
    private(set) var names: [[UInt8]] = []
    private(set) var locations: [BucketLocation] = []
    private(set) var sequences: [UInt64] = []

    /// Walks the root bucket, whose elements have to be buckets.
    init(
        root: UInt64,
        layout: PageLayout,
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) {
        var cursor = BucketCursor(.page(root), layout: layout)
        while let element = try cursor.next(in: bytes, visited: &visited) {
            guard element.isBucket else {
                throw .damaged(page: cursor.page, "an element of the root is not a bucket")
            }
            // etcd has a dozen buckets with short names; a page full of others is not etcd's.
            guard names.count < 1024, element.key.count <= 256 else {
                throw .damaged(page: cursor.page, "too many or too long names of buckets")
            }
            names.append(element.key.map { bytes[$0] })
            locations.append(
                try BucketLocation(value: element.value, page: cursor.page, in: bytes)
            )
            sequences.append(BucketLocation.sequence(value: element.value, in: bytes))
        }
    }

    subscript(name: String) -> BucketLocation? {
        names.firstIndex { $0.elementsEqual(name.utf8) }.map { locations[$0] }
    }
}

/// Walks a bucket and all buckets inside it for the checks alone; gives the number of its elements.
func walkBucket(
    _ location: BucketLocation,
    layout: PageLayout,
    in bytes: Span<UInt8>,
    visited: inout PageSet,
    visit: (_ key: Range<Int>, _ value: Range<Int>) -> Void = { _, _ in }
) throws(SnapshotError) -> Int {
    var nested: [(location: BucketLocation, depth: Int)] = []
    var cursor = BucketCursor(location, layout: layout)
    var count = 0
    while let element = try cursor.next(in: bytes, visited: &visited) {
        count += 1
        guard element.isBucket else {
            visit(element.key, element.value)
            continue
        }
        nested.append(
            (try BucketLocation(value: element.value, page: cursor.page, in: bytes), 1)
        )
    }
    while let (location, depth) = nested.popLast() {
        guard depth < BucketCursor.depthLimit else {
            throw .damaged("buckets are nested deeper than \(BucketCursor.depthLimit) levels")
        }
        var cursor = BucketCursor(location, layout: layout)
        while let element = try cursor.next(in: bytes, visited: &visited) {
            guard element.isBucket else { continue }
            nested.append(
                (try BucketLocation(value: element.value, page: cursor.page, in: bytes), depth + 1)
            )
        }
    }
    return count
}
