internal import DurableFiles

/// The elements of a branch or leaf page that is not written yet.
struct PendingNode {
    /// What stands before an element's data in the page.
    private struct Element {
        let isBucket: Bool
        let child: UInt64
        let keyCount: Int
        let valueCount: Int
    }

    private let kind: PageKind
    private var elements: [Element] = []
    private var data: [UInt8] = []

    init(_ kind: PageKind) {
        self.kind = kind
    }

    var count: Int { elements.count }

    /// Bytes of a page that holds all of it.
    var byteCount: Int {
        PageHeader.byteCount + count * PageHeader.elementByteCount + data.count
    }

    /// Whether `key` comes behind the last key.
    func isBehindLast(_ key: Span<UInt8>) -> Bool {
        guard let last = elements.last else { return true }
        let start = data.count - last.valueCount - last.keyCount
        for index in 0..<min(last.keyCount, key.count) where data[start + index] != key[index] {
            return data[start + index] < key[index]
        }
        return last.keyCount < key.count
    }

    /// Adds an element of a leaf, whose value `fill` appends.
    @inline(__always)
    mutating func add(
        _ key: Span<UInt8>,
        valueCount: Int,
        isBucket: Bool,
        _ fill: (inout [UInt8]) -> Void,
    ) {
        data.append(copying: key)
        let start = data.count
        fill(&data)
        precondition(data.count - start == valueCount, "a value is as long as was said")
        elements.append(
            Element(
                isBucket: isBucket,
                child: 0,
                keyCount: key.count,
                valueCount: valueCount
            )
        )
    }

    /// Adds an element of a branch.
    mutating func add(_ key: Span<UInt8>, child: UInt64) {
        data.append(copying: key)
        elements.append(Element(isBucket: false, child: child, keyCount: key.count, valueCount: 0))
    }

    /// Writes a page with all elements but the last ones, which stay; gives its first key and number.
    mutating func write(
        keeping kept: Int = 0,
        to pages: PageFile,
    ) throws(FileFailure) -> (firstKey: [UInt8], page: UInt64) {
        let written = elements[..<(count - kept)]
        let dataCount = written.reduce(0) { $0 + $1.keyCount + $1.valueCount }
        let page = try pages.append(
            kind,
            count: written.count,
            contentCount: written.count * PageHeader.elementByteCount + dataCount
        ) { image in
            // From the element to its data.
            var distance = written.count * PageHeader.elementByteCount
            for element in written {
                switch kind {
                case .leaf:
                    image.append(littleEndian: UInt32(element.isBucket ? 1 : 0))
                    image.append(littleEndian: UInt32(distance))
                    image.append(littleEndian: UInt32(element.keyCount))
                    image.append(littleEndian: UInt32(element.valueCount))
                default:
                    image.append(littleEndian: UInt32(distance))
                    image.append(littleEndian: UInt32(element.keyCount))
                    image.append(littleEndian: element.child)
                }
                distance += element.keyCount + element.valueCount - PageHeader.elementByteCount
            }
            image.append(copying: data.span.extracting(0..<dataCount))
        }
        let firstKey = Array(data[..<(written.first?.keyCount ?? 0)])
        elements.removeFirst(written.count)
        data.removeFirst(dataCount)
        return (firstKey, page)
    }
}
