// swift-tools-version: 6.2
import PackageDescription

/// A fuzz target of one parser, or of some that belong together.
func target(_ name: String, _ products: [String]) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzSupport"]
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
        target("FuzzSnapshot", ["EtcdSnapshot"]),
        target("FuzzConfiguration", ["EncryptionConfig", "Planning"]),
        target("FuzzDump", ["EtcdDump"]),
        target("FuzzObject", ["KubernetesModel"]),
        target("FuzzForms", ["KubernetesModel"]),
        target("FuzzFleet", ["Fleet"]),
        target("FuzzUndo", ["Rotation", "Providers"]),
    ],
)
