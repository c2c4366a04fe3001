// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ListSecrets",
    dependencies: [.package(name: "kenc", path: "../..")],
    targets: [
        .executableTarget(
            name: "ListSecrets",
            dependencies: [
                .product(name: "EncryptionConfig", package: "kenc"),
                .product(name: "EtcdSnapshot", package: "kenc"),
                .product(name: "KubernetesModel", package: "kenc"),
                .product(name: "Providers", package: "kenc"),
            ]
        )
    ]
)
