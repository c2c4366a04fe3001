internal import WireFormats

/// Signs that a plaintext is not the object that its etcd key names.
///
/// aescbc and secretbox do not bind a value to its key, and aescbc not even to its bytes: there a
/// mismatch is the only sign of swapped or damaged values.
public enum IdentityMismatch: Equatable, Sendable, CustomStringConvertible {
    /// It starts as no encoding of Kubernetes does.
    case unknownHead
    /// It starts as an object does, but cannot be read as far as its name.
    case malformed
    /// `metadata.name` is another than in the key.
    case otherName
    /// `metadata.namespace` is another than in the key.
    case otherNamespace
    /// `apiVersion` is of another group than the key's resource.
    case otherGroup

    /// What does not fit; holds nothing of the plaintext.
    public var description: String {
        switch self {
        case .unknownHead: "the plaintext does not start as a Kubernetes object does"
        case .malformed: "the plaintext starts as a Kubernetes object does, but is malformed"
        case .otherName: "the object inside has another name than the etcd key"
        case .otherNamespace: "the object inside has another namespace than the etcd key"
        case .otherGroup: "the object inside is of another API group than the etcd key"
        }
    }
}

/// Where the names of an object lie in its plaintext, as far as it has them.
struct ObjectNames {
    struct Text {
        var range = 0..<0
        /// The range holds escapes of JSON, or its chunks have been joined here.
        var decoded: [UInt8]?
    }

    var apiVersion = Text()
    var name = Text()
    var namespace = Text()
    /// When the object was created: of protobuf the seconds, of JSON and CBOR the text.
    var createdSeconds: UInt64?
    var created = Text()
}

/// Compares a plaintext with its etcd key.
public enum ObjectIdentity {
    /// The first sign that the plaintext does not belong to the key, or nil.
    ///
    /// Allocates nothing unless a name in JSON has escapes. Only the part up to the names is read:
    /// nil does not mean that the rest is well-formed.
    ///
    /// - Parameters:
    ///   - plaintext: What decryption gave.
    ///   - key: The etcd key.
    ///   - classified: What the key stands for; anything but an object never mismatches.
    /// - Returns: The mismatch, or nil.
    public static func mismatch(
        plaintext: Span<UInt8>,
        key: Span<UInt8>,
        classified: ClassifiedKey,
    ) -> IdentityMismatch? {
        guard case .object(let resource, let namespace, let name) = classified else { return nil }
        let names: ObjectNames
        do {
            guard let found = try ObjectNames(of: plaintext) else { return .unknownHead }
            names = found
        } catch {
            return .malformed
        }
        guard equals(names.name, in: plaintext, name, of: key) else { return .otherName }
        guard equals(names.namespace, in: plaintext, namespace ?? 0..<0, of: key) else {
            return .otherNamespace
        }
        return isOf(resource, names.apiVersion, in: plaintext) ? nil : .otherGroup
    }

    private static func equals(
        _ text: ObjectNames.Text,
        in plaintext: Span<UInt8>,
        _ range: Range<Int>,
        of key: Span<UInt8>,
    ) -> Bool {
        if let decoded = text.decoded { return bytesEqual(key, range, decoded) }
        return bytesEqual(plaintext, text.range, key, range)
    }

    /// Whether an apiVersion, `group/version` or `version`, is of the resource's group.
    private static func isOf(
        _ resource: StoredResource,
        _ apiVersion: ObjectNames.Text,
        in plaintext: Span<UInt8>,
    ) -> Bool {
        if let decoded = apiVersion.decoded {
            return isOf(resource, 0..<decoded.count, in: decoded.span)
        }
        return isOf(resource, apiVersion.range, in: plaintext)
    }

    private static func isOf(
        _ resource: StoredResource,
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) -> Bool {
        guard !range.isEmpty else { return false }
        let slash = WordScan.firstIndex(
            of: UInt8(ascii: "/"),
            in: bytes,
            from: range.lowerBound,
            to: range.upperBound
        )
        let group = range.lowerBound..<(slash ?? range.lowerBound)
        var expected = resource.groupResource.group.utf8.makeIterator()
        var isSame = true
        for index in group where expected.next() != bytes[index] {
            isSame = false
            break
        }
        if isSame, expected.next() == nil { return true }
        // Before 1.16 these were also stored under the group that they all began in.
        return bytesEqual(bytes, group, "extensions")
            && ["apps", "networking.k8s.io", "policy"].contains(resource.groupResource.group)
    }
}
