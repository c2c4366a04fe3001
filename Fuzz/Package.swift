// swift-tools-version: 6.2
import PackageDescription

/// A fuzz target of one parser, or of some that belong together.
func target(_ name: String, _ products: [String], keys: Bool = false) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzSupport"]
            + (keys ? ["FuzzKeys"] : [])
            + products.map { Target.Dependency.product(name: $0, package: "kenc") },
    )
}

/// Fuzz targets; `Fuzz/run` builds and runs them.
let package = Package(
    name: "kenc-fuzz",
    dependencies: [
        .package(name: "kenc", path: "..")
    ],
    targets: [
        .target(name: "FuzzSupport"),
        .target(name: "FuzzKeys", dependencies: [.product(name: "Providers", package: "kenc")]),
        target("FuzzConfiguration", ["EncryptionConfig", "KubernetesModel", "Planning"]),
        target("FuzzCanary", ["EncryptionConfig"]),
        target("FuzzForms", ["KubernetesModel"]),
        target("FuzzHanded", ["EtcdDump"]),
        target("FuzzTemplate", ["KubernetesModel"]),
        target("FuzzObject", ["KubernetesModel"]),
        target("FuzzDump", ["EtcdDump"]),
        target("FuzzSnapshot", ["EtcdSnapshot"]),
        target("FuzzCopy", ["EtcdSnapshot"]),
        target("FuzzManifest", ["Survey"], keys: true),
        target("FuzzSurvey", ["Survey"], keys: true),
        target("FuzzUndo", ["Rotation"], keys: true),
        target("FuzzMetrics", ["Fleet"]),
        target("FuzzKubeconfig", ["Fleet"]),
        // Files of the client that know nothing of gRPC, which would take minutes to build.
        .executableTarget(
            name: "FuzzEtcd",
            dependencies: [
                "FuzzSupport",
                .product(name: "EncryptionConfig", package: "kenc"),
                .product(name: "EtcdDump", package: "kenc"),
            ],
            swiftSettings: [.define("Etcd")],
        ),
    ],
)
