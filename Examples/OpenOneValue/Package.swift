// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "OpenOneValue",
    dependencies: [.package(name: "kenc", path: "../..")],
    targets: [
        .executableTarget(
            name: "OpenOneValue",
            dependencies: [
                .product(name: "EncryptionConfig", package: "kenc"),
                .product(name: "Providers", package: "kenc"),
            ]
        )
    ]
)
