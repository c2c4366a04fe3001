public import EncryptionConfig
internal import KeyMaterial

/// What a server takes from a plugin, as in Kubernetes: `envelope/kmsv2/envelope.go`.
public enum PluginLimits {
    /// The largest encrypted key or seed, in bytes.
    public static let largestSource = 1024
    /// The largest key id, in bytes of UTF-8.
    public static let largestKeyID = 1024
    /// The most that names and values of annotations may have together, in bytes.
    public static let largestAnnotations = 32 * 1024
    /// The versions that a status of version 2 may name.
    public static let versions = ["v2", "v2beta1"]
    /// The shortest seed, and the length of the ones that are made.
    public static let seedCount = 32

    /// Whether a name is a domain name of at least two labels, as in Kubernetes:
    /// `IsFullyQualifiedDomainName`.
    ///
    /// A dot at the end is allowed; a label is of small letters, digits and `-`, begins and ends
    /// with a letter or digit, and has at most 63 of them; a name has at most 253.
    static func isDomainName(_ name: Span<UInt8>) -> Bool {
        var count = name.count
        guard count > 0 else { return false }
        if name[count - 1] == UInt8(ascii: ".") { count -= 1 }
        guard count <= 253 else { return false }
        var labels = 0
        var start = 0
        for index in 0...count where index == count || name[index] == UInt8(ascii: ".") {
            guard isLabel(name, start..<index) else { return false }
            labels += 1
            start = index + 1
        }
        return labels >= 2
    }

    private static func isLabel(_ name: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard (1...63).contains(range.count) else { return false }
        for index in range {
            let byte = name[index]
            let isWord =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let isEnd = index == range.lowerBound || index == range.upperBound - 1
            guard isWord || (byte == UInt8(ascii: "-") && !isEnd) else { return false }
        }
        return true
    }
}

extension PluginStatus {
    /// What a server would refuse in this status; nil if it takes it.
    ///
    /// - Parameter version: The version of the interface in the configuration.
    /// - Returns: The first thing that is wrong.
    public func trouble(of version: KMSDefinition.Version) -> PluginTrouble? {
        guard version == .v2 else {
            return self.version == "v1beta1" ? nil : PluginTrouble(.wrongVersion, self.version)
        }
        guard PluginLimits.versions.contains(self.version) else {
            return PluginTrouble(.wrongVersion, self.version)
        }
        guard let keyID, !keyID.text.isEmpty else { return PluginTrouble(.empty, "key id") }
        guard keyID.text.utf8.count <= PluginLimits.largestKeyID else {
            return PluginTrouble(.tooLarge, "key id")
        }
        return healthz == "ok" ? nil : PluginTrouble(.unhealthy, healthz)
    }
}

extension WrappedKey {
    /// What a server would refuse in what a plugin encrypted; nil if it takes it.
    public var trouble: PluginTrouble? {
        guard !bytes.isEmpty else { return PluginTrouble(.empty, "encrypted key") }
        guard version == .v2 else {
            // The length stands before it in two bytes.
            return bytes.count <= Int(UInt16.max) ? nil : PluginTrouble(.tooLarge, "encrypted key")
        }
        guard bytes.count <= PluginLimits.largestSource else {
            return PluginTrouble(.tooLarge, "encrypted key")
        }
        guard let keyID, !keyID.text.isEmpty else { return PluginTrouble(.empty, "key id") }
        guard keyID.text.utf8.count <= PluginLimits.largestKeyID else {
            return PluginTrouble(.tooLarge, "key id")
        }
        var total = 0
        for annotation in annotations {
            total += annotation.name.utf8.count + annotation.value.count
            guard PluginLimits.isDomainName(Array(annotation.name.utf8).span) else {
                return PluginTrouble(.annotations, "a name that is no domain name")
            }
        }
        guard total <= PluginLimits.largestAnnotations else {
            return PluginTrouble(.annotations, "larger than 32 KiB")
        }
        return nil
    }
}
