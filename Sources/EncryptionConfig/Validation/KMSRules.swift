/// The `kms` provider.
extension ConfigurationRules {
    mutating func checkKMS(_ kms: KMSEntry) {
        let version = kms.apiVersion.isUnusable ? nil : kms.effectiveVersion
        checkName(kms, version)
        checkTimeout(kms)
        checkEndpoint(kms)
        checkCacheSize(kms, version)
        if let version, version != "v1", version != "v2" {
            findings.add(
                .kmsApiVersion,
                "kms has the API versions v1 and v2",
                path: kms.path.field("apiVersion"),
                at: kms.apiVersion.range ?? kms.range.startOnly,
                hint: "use 'apiVersion: v2'"
            )
        }
        guard version == "v1" else { return }
        if !featureGates.kmsV1 {
            findings.add(
                .kmsV1Disabled,
                "the API server refuses kms of API version v1 unless its feature gate KMSv1 is on",
                path: kms.path.field("apiVersion"),
                at: kms.apiVersion.range ?? kms.range.startOnly,
                hint: "use 'apiVersion: v2' with a plugin that speaks it",
                remedy: .judgeWithKMSv1
            )
        }
    }

    private mutating func checkName(_ kms: KMSEntry, _ version: String?) {
        if kms.name.isUnusable { return }
        let name = kms.name.value ?? ""
        let path = kms.path.field("name")
        let range = kms.name.range ?? kms.range.startOnly
        if name.isEmpty {
            findings.add(
                .kmsNameRequired,
                "the plugin has no name",
                path: path,
                at: range,
                hint: "the name is stored with every value and must never change"
            )
        }
        if version != "v1", name.utf8.contains(UInt8(ascii: ":")) {
            findings.add(
                .kmsNameColon,
                "the name of a v2 plugin has no ':'",
                path: path,
                at: range,
                hint: "the ':' ends the name in every stored value: leave it out"
            )
        }
        let isFirst = kmsNames.insert(Array(name.utf8)).inserted
        guard !isFirst else { return }
        if version == "v1" {
            findings.add(
                .kmsNameReload,
                "the name '\(SafeText.name(name))' is used by an earlier kms provider",
                path: path,
                at: range,
                hint: "an API server with automatic reload refuses the file"
            )
        } else {
            findings.add(
                .kmsNameDuplicate,
                "the name '\(SafeText.name(name))' is used by an earlier kms provider",
                path: path,
                at: range,
                hint: "every v2 plugin needs a name of its own; to keep several resources with one "
                    + "plugin, name them in one entry"
            )
        }
    }

    private mutating func checkTimeout(_ kms: KMSEntry) {
        guard case .present(let nanoseconds, let range) = kms.timeout, nanoseconds <= 0 else {
            return
        }
        findings.add(
            .kmsTimeout,
            "the timeout must be more than 0",
            path: kms.path.field("timeout"),
            at: range,
            hint: "leave it out for 3s"
        )
    }

    private mutating func checkCacheSize(_ kms: KMSEntry, _ version: String?) {
        guard case .present(let size, let range) = kms.cacheSize, let version else { return }
        let (message, hint) =
            version != "v1"
            ? ("cachesize exists for API version v1 only", "remove it")
            : (
                "cachesize must not be 0",
                "use a negative number to switch the cache off, or leave it out for 1000"
            )
        guard version != "v1" || size == 0 else { return }
        findings.add(
            .kmsCacheSize,
            message,
            path: kms.path.field("cachesize"),
            at: range,
            hint: hint
        )
    }

    private mutating func checkEndpoint(_ kms: KMSEntry) {
        if kms.endpoint.isUnusable { return }
        let path = kms.path.field("endpoint")
        let range = kms.endpoint.range ?? kms.range.startOnly
        let example = "write the plugin's socket, as in 'unix:///run/kms/plugin.sock'"
        func refuse(_ message: String, hint: String = example) {
            findings.add(.kmsEndpoint, message, path: path, at: range, hint: hint)
        }
        guard let endpoint = kms.endpoint.value, !endpoint.isEmpty else {
            return refuse("the endpoint is missing")
        }
        do throws(GoURL.Problem) {
            let url = try GoURL(Array(endpoint.utf8))
            guard url.scheme == "unix" else {
                return refuse(
                    url.scheme.isEmpty
                        ? "the endpoint has no scheme" : "the endpoint's scheme is not 'unix'"
                )
            }
            // The socket's path becomes a gRPC target, which is a URL once more.
            _ = try GoURL(KMSDefinition.target(url.path))
        } catch {
            let what =
                switch error {
                case .control: "holds a control character"
                case .missingScheme: "has nothing before its ':'"
                case .escape: "holds a '%' without two hexadecimal digits"
                case .host: "has a host that cannot be"
                case .port: "has a port that is no number"
                case .user: "has a user that cannot be"
                }
            refuse("the endpoint \(what)", hint: "\(example), with three '/'")
        }
    }
}

extension KMSEntry {
    /// The API version, `v1` where the file has none.
    var effectiveVersion: String {
        guard let version = apiVersion.value, !version.isEmpty else { return "v1" }
        return version
    }
}
