// swift-tools-version: 6.2
import PackageDescription

// Its sources are written by scripts/documentation-code.
let products = [
    "EncryptionConfig", "EtcdDump", "EtcdSnapshot", "Fleet", "KubernetesModel", "Planning",
    "Providers", "Rotation", "Survey",
]

let package = Package(
    name: "DocumentationCode",
    dependencies: [.package(name: "kenc", path: "../..")],
    targets: [
        .target(
            name: "DocumentationCode",
            dependencies: products.map { .product(name: $0, package: "kenc") }
        )
    ]
)
