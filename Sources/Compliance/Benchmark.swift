/// A profile of the CIS Kubernetes Benchmark: the numbers under which it has its two controls on
/// encryption at rest.
///
/// Source: kube-bench, `cfg/*/master.yaml`. The benchmark's own words are not repeated anywhere.
public struct Benchmark: Sendable, Hashable {
    /// As kube-bench calls it, such as `cis-1.12`.
    public let name: String
    /// The control that asks for `--encryption-provider-config`.
    public let flag: String
    /// The control that asks for proper providers; the same as ``flag`` where there is one for both.
    public let providers: String

    /// The newest there is, for Kubernetes 1.32 to 1.34.
    public static let newest = Benchmark(name: "cis-1.12", flag: "1.2.27", providers: "1.2.28")

    /// All that are known, the newest first.
    public static let all: [Benchmark] =
        [newest]
        + [
            ("cis-1.11", "1.2.27", "1.2.28"), ("cis-1.10", "1.2.27", "1.2.28"),
            ("cis-1.9", "1.2.27", "1.2.28"), ("cis-1.8", "1.2.28", "1.2.29"),
            ("cis-1.7", "1.2.29", "1.2.30"), ("cis-1.24", "1.2.29", "1.2.30"),
            ("cis-1.23", "1.2.30", "1.2.31"), ("cis-1.20", "1.2.32", "1.2.33"),
            ("cis-1.6", "1.2.33", "1.2.34"), ("cis-1.5", "1.2.33", "1.2.34"),
            ("k3s-cis-1.9", "1.2.27", "1.2.28"), ("k3s-cis-1.8", "1.2.28", "1.2.29"),
            ("k3s-cis-1.7", "1.2.29", "1.2.30"), ("rke2-cis-1.8", "1.2.28", "1.2.29"),
            ("rke2-cis-1.7", "1.2.29", "1.2.30"), ("rke2-cis-1.24", "1.2.30", "1.2.31"),
            ("rke2-cis-1.23", "1.2.30", "1.2.31"), ("rke-cis-1.24", "1.2.30", "1.2.31"),
            ("microk8s-cis-1.24", "1.2.29", "1.2.30"), ("rh-1.8", "1.2.29", "1.2.29"),
            ("rh-1.4", "1.2.31", "1.2.31"), ("ack-1.0", "1.2.31", "1.2.32"),
        ].map { Benchmark(name: $0, flag: $1, providers: $2) }

    /// The profile of that name.
    public static func named(_ name: String) -> Benchmark? { all.first { $0.name == name } }

    /// The profile for a minor version of Kubernetes 1, such as 34; nil for those before 1.27, which
    /// have several.
    ///
    /// Newer versions than the benchmark knows get the newest.
    public static func forKubernetes(minor: Int) -> Benchmark? {
        switch minor {
        case ..<27: nil
        case 27: named("cis-1.9")
        case 28: named("cis-1.10")
        case 29...31: named("cis-1.11")
        default: newest
        }
    }

    /// The newest minor version of Kubernetes that a profile is for.
    public static let newestMinor = 34
}
