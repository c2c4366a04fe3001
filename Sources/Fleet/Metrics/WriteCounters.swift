internal import EncryptionConfig
public import Providers

/// How many values a server has written, by resource and by what the metrics call the transformer.
///
/// A write through a provider with keys counts twice: once under the provider's prefix and once
/// under `KEYNAME:`. Counters run since the process began, so what a server writes with now is in
/// the difference of two texts of one process.
public struct WriteCounters: Sendable, Equatable {
    /// What is counted together.
    public struct Label: Sendable, Hashable {
        /// Such as `secrets` or `deployments.apps`; empty before 1.32.
        public var resource: String
        /// Such as `k8s:enc:secretbox:v1:`, `key1:`, `k8s:enc:kms:v2:hsm:`; empty for identity.
        public var prefix: String

        /// Joins the two.
        public init(resource: String, prefix: String) {
            self.resource = resource
            self.prefix = prefix
        }
    }

    /// The counters.
    public var counts: [Label: Double] = [:]

    /// What was written between an earlier text of the same process and this one; one entry for
    /// each resource and provider, sorted.
    public func since(_ earlier: WriteCounters) -> [Write] {
        var byResource: [String: [(prefix: String, count: Double)]] = [:]
        for (label, count) in counts {
            let difference = count - (earlier.counts[label] ?? 0)
            guard difference > 0 else { continue }
            byResource[label.resource, default: []].append((label.prefix, difference))
        }
        return byResource.flatMap { resource, prefixes in
            Self.pair(prefixes.sorted { $0.prefix < $1.prefix }, resource)
        }.sorted()
    }

    /// Joins a provider with its key where the counts leave no doubt.
    private static func pair(
        _ prefixes: [(prefix: String, count: Double)],
        _ resource: String,
    ) -> [Write] {
        let inner = prefixes.filter { !$0.prefix.hasPrefix("k8s:enc:") && !$0.prefix.isEmpty }
        return prefixes.compactMap { prefix, count in
            if prefix.isEmpty {
                // Of no resource: the server's own checks.
                guard !resource.isEmpty else { return nil }
                return Write(resource: resource, key: .identity)
            }
            guard prefix.hasPrefix("k8s:enc:") else { return nil }
            let parts = prefix.dropFirst("k8s:enc:".count)
                .split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard let kind = StoredKind(rawValue: String(parts[0])) else { return nil }
            var name = parts.count > 2 ? String(parts[2]) : ""
            if kind == .known(.kms) {
                if name.hasSuffix(":") { name.removeLast() }
                return Write(resource: resource, key: ProviderKey(kind, KeyName(name)))
            }
            let isAlone = prefixes.filter { $0.count == count }.count == 2
            let key = inner.filter { $0.count == count }
            guard isAlone, key.count == 1 else {
                return Write(resource: resource, key: ProviderKey(kind, nil))
            }
            return Write(
                resource: resource,
                key: ProviderKey(kind, KeyName(String(key[0].prefix.dropLast())))
            )
        }
    }
}

/// That values of a resource are being written with a provider and key.
public struct Write: Sendable, Hashable, Comparable {
    /// Such as `secrets` or `deployments.apps`; empty where the metrics do not say.
    public var resource: String
    /// The provider and its key; the key is nil where it cannot be told.
    public var key: ProviderKey

    /// Joins the two.
    public init(resource: String, key: ProviderKey) {
        self.resource = resource
        self.key = key
    }

    /// By resource, then by key.
    public static func < (left: Write, right: Write) -> Bool {
        (left.resource, left.key) < (right.resource, right.key)
    }
}
