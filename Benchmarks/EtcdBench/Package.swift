// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "etcd-bench",
    dependencies: [
        .package(name: "kenc", path: "../..", traits: ["Etcd"]),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    ],
    targets: [
        .executableTarget(
            name: "etcd-bench",
            dependencies: [
                .product(name: "EtcdClient", package: "kenc"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ],
        )
    ],
)
