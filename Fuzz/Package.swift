// swift-tools-version: 6.2
import PackageDescription

/// Fuzz targets; `Fuzz/run TARGET [libFuzzer options]` builds and runs one.
let package = Package(
    name: "kenc-fuzz",
    dependencies: [
        .package(name: "kenc", path: "..")
    ],
    targets: [
        .executableTarget(
            name: "FuzzSnapshot",
            dependencies: [.product(name: "EtcdSnapshot", package: "kenc")],
        )
    ],
)
