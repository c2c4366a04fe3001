internal import EncryptionConfig
internal import KubernetesModel
internal import WireFormats

/// A line feed behind a stored value, which `etcdctl get --print-value-only` adds.
public enum AddedLineFeed: Sendable {
    /// The value ends with another byte.
    case none
    /// The value ends with a line feed, which may be its own.
    case possible
    /// With the line feed the value could not be one, and without it is.
    case certain

    /// Looks at the end of a value.
    public init(of stored: Span<UInt8>) {
        guard stored.count > 1, stored[stored.count - 1] == 0x0a else {
            self = .none
            return
        }
        let without = stored.extracting(0..<(stored.count - 1))
        switch StoredFormat(of: stored) {
        case .protobuf:
            self = !Self.isMessage(stored, 4) && Self.isMessage(without, 4) ? .certain : .possible
        case .cbor: self = !Self.isCBOR(stored) && Self.isCBOR(without) ? .certain : .possible
        case .json:
            // The server ends JSON with one line feed.
            self = without[without.count - 1] == 0x0a ? .certain : .none
        case .unknown: self = .possible
        case .encrypted: self = Self.ofEncrypted(stored, without)
        }
    }

    private static func ofEncrypted(_ stored: Span<UInt8>, _ without: Span<UInt8>) -> AddedLineFeed
    {
        let header = StoredHeader(stored)
        guard let name = header.keyName else { return .possible }
        switch header.kind {
        case .known(.aescbc):
            // A name may hold colons: no reading of it may make whole blocks of all bytes.
            let ends = (name.upperBound..<stored.count).filter { stored[$0] == UInt8(ascii: ":") }
            let isWhole = ends.contains { isBlocks(stored.count - $0 - 1) }
            return !isWhole && ends.contains { isBlocks(without.count - $0 - 1) }
                ? .certain : .possible
        case .known(.kms):
            guard header.versionText(in: stored) == "v2" else { return .possible }
            let start = name.upperBound + 1
            return !isMessage(stored, start) && isMessage(without, start) ? .certain : .possible
        default: return .possible
        }
    }

    /// An IV and at least one block.
    private static func isBlocks(_ count: Int) -> Bool { count >= 32 && count % 16 == 0 }

    private static func isMessage(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        guard start <= bytes.count else { return false }
        var reader = ProtobufReader(start..<bytes.count)
        do throws(WireFormatError) {
            while try reader.next(in: bytes) != nil {}
            return true
        } catch {
            return false
        }
    }

    private static func isCBOR(_ bytes: Span<UInt8>) -> Bool {
        var reader = CBORReader(0..<bytes.count)
        do throws(WireFormatError) {
            while try reader.next(in: bytes) != .finished {}
            return true
        } catch {
            return false
        }
    }
}
