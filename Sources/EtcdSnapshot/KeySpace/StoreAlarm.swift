internal import WireFormats

/// An alarm that a member of etcd raised; it comes back with a restore.
public enum StoreAlarm: Sendable, Hashable {
    /// The database had reached its quota: etcd takes no writes but deletions.
    case noSpace
    /// Members disagreed about the data.
    case corrupt
    /// One that this version does not know.
    case other(UInt64)

    /// Reads an `AlarmMember` message, the key of an element of the bucket `alarm`: *member=1 uint64,
    /// alarm=2 enum*.
    init(in bytes: Span<UInt8>, at range: Range<Int>) {
        var reader = FieldReader(position: range.lowerBound, end: range.upperBound)
        var number: UInt64 = 0
        while reader.position < reader.end, let tag = reader.varint(in: bytes) {
            if tag == 0x10 {
                number = reader.varint(in: bytes) ?? 0
            } else if !reader.skip(tag: tag, in: bytes) {
                break
            }
        }
        self =
            switch number {
            case 1: .noSpace
            case 2: .corrupt
            default: .other(number)
            }
    }
}

extension StoreAlarm: CustomStringConvertible {
    /// The name that etcd has for it.
    public var description: String {
        switch self {
        case .noSpace: "NOSPACE"
        case .corrupt: "CORRUPT"
        case .other(let number): "\(number)"
        }
    }
}
